import type { Permission } from "../api/gql/graphql.js";
import { CheckField, FieldGroup } from "../parts/field.js";
import { Notice } from "../parts/notice.js";
import { PERMISSION_WORDS } from "../parts/roles.js";

export interface PermissionsFieldProps {
  /** What the role and the visitor's own rights allow. */
  given: readonly Permission[];
  /** Only these; null for all of the role's. */
  chosen: readonly Permission[] | null;
  onChange: (chosen: Permission[] | null) => void;
  error?: string;
}

/** All that the role may do, or only some of it. */
export function PermissionsField({ given, chosen, onChange, error }: PermissionsFieldProps) {
  return (
    <>
      <CheckField
        label="Only some of the role's permissions"
        hint="A script that does one thing needs the permission for that one thing."
        checked={chosen !== null}
        onChange={({ target }) => onChange(target.checked ? [...given] : null)}
        error={error}
      />
      {chosen && (
        <FieldGroup legend="Permissions">
          {given.map((permission) => (
            <CheckField
              key={permission}
              label={PERMISSION_WORDS[permission]}
              hint={<code>{permission}</code>}
              checked={chosen.includes(permission)}
              onChange={({ target }) =>
                onChange(given.filter((one) => (one === permission ? target.checked : chosen.includes(one))))
              }
            />
          ))}
          {chosen.length === 0 && <Notice tone="old">Tick one at least: a token without any can do nothing.</Notice>}
        </FieldGroup>
      )}
    </>
  );
}

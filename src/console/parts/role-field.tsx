import { useId } from "react";
import type { Role } from "../api/gql/graphql.js";
import { useViewer } from "../session/viewer-context.js";
import { CheckField, FieldGroup } from "./field.js";
import { isWithin, ROLE_WORDS, ROLES } from "./roles.js";

/** One of the roles that the visitor may give: nobody gives more than they have. */
export function RoleField({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  const { role: own } = useViewer();
  const name = useId();
  return (
    <FieldGroup legend="Role">
      {ROLES.filter((role) => isWithin(role, own)).map((role) => (
        <CheckField
          key={role}
          type="radio"
          name={name}
          label={role}
          hint={ROLE_WORDS[role]}
          checked={role === value}
          onChange={() => onChange(role)}
        />
      ))}
    </FieldGroup>
  );
}

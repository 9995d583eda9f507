import { useApolloClient } from "@apollo/client/react";
import { useState } from "react";
import { formRefusal } from "../api/form-refusal.js";
import type { Permission, Role } from "../api/gql/graphql.js";
import { graphql } from "../api/gql/index.js";
import { useSecretOnce } from "../handover/once/use-secret-once.js";
import { useNow } from "../parts/clock.js";
import { SelectField, TextField } from "../parts/field.js";
import { focusInvalid } from "../parts/focus-invalid.js";
import { FormDialog } from "../parts/form-dialog.js";
import { RefusalNotice } from "../parts/refusal-notice.js";
import { RoleField } from "../parts/role-field.js";
import { permissionsOf } from "../parts/roles.js";
import { Time } from "../parts/time.js";
import { useViewer } from "../session/viewer-context.js";
import { endOf, lifetimesWithin, proposedOf } from "./lifetime.js";
import { PermissionsField } from "./permissions-field.js";
import { API_TOKENS } from "./tokens-query.js";
import { useOwnEnd } from "./use-own-end.js";

const CREATE_API_TOKEN = graphql(`
  mutation CreateApiToken($input: CreateApiTokenInput!) {
    createApiToken(input: $input) {
      token
      apiToken { id name }
    }
  }
`);

export function IssueToken({ onClose }: { onClose: () => void }) {
  const client = useApolloClient();
  const { permissions: own } = useViewer();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("VIEWER");
  const now = useNow();
  const ownEnd = useOwnEnd();
  const offered = lifetimesWithin(ownEnd, now);
  const [picked, setPicked] = useState<string>();
  const lifetime = picked !== undefined && offered.includes(picked) ? picked : proposedOf(offered);
  const [chosen, setChosen] = useState<Permission[] | null>(null);
  const [isNameless, setNameless] = useState(false);
  const { issue, busy, error } = useSecretOnce(CREATE_API_TOKEN);
  const { at, others } = formRefusal(error, ["name", "permissions", "expiresAt"]);
  const given = permissionsOf(role).filter((permission) => own.includes(permission));
  // Whoever has not all of the role's permissions gives those that they have.
  const some = chosen ?? (given.length < permissionsOf(role).length ? given : null);
  const permissions = some?.filter((permission) => given.includes(permission));
  const submit = async (form: HTMLFormElement) => {
    const called = name.trim();
    if (!called) {
      setNameless(true);
      return focusInvalid(form);
    }
    if (permissions?.length === 0) return;
    const expiresAt = endOf(lifetime, Date.now());
    const { error: failure } = await issue(
      { input: { name: called, role, ...(permissions && { permissions }), ...(expiresAt && { expiresAt }) } },
      ({ createApiToken }) =>
        createApiToken?.token ? { kind: "API token", name: called, plaintext: createApiToken.token } : null,
    );
    if (failure) return focusInvalid(form);
    onClose();
    void client.refetchQueries({ include: [API_TOKENS] });
  };
  return (
    <FormDialog
      onClose={onClose}
      title="Issue an API token"
      description="Never more than your own rights, and never for longer. It ends when the credential ends that you have signed in with."
      go="Issue the token"
      busy={busy}
      onSend={submit}
    >
      <TextField
        label="Name"
        value={name}
        onChange={({ target }) => {
          setName(target.value);
          setNameless(false);
        }}
        error={isNameless ? "A name, please." : at.name}
        maxLength={256}
        hint="What uses it, and where: it is how the audit log calls whoever acts with it."
      />
      <RoleField value={role} onChange={setRole} />
      <PermissionsField given={given} chosen={permissions ?? null} onChange={setChosen} error={at.permissions} />
      <SelectField
        label="Works for"
        value={lifetime}
        onChange={({ target }) => setPicked(target.value)}
        error={at.expiresAt}
        hint={
          ownEnd && (
            <>
              Yours ends <Time at={ownEnd} />. For a token that lives longer, sign in with one that does.
            </>
          )
        }
      >
        {offered.map((text) => (
          <option key={text}>{text}</option>
        ))}
      </SelectField>
      <RefusalNotice refusals={others} />
    </FormDialog>
  );
}

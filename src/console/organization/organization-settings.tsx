import { useMutation } from "@apollo/client/react";
import { type SubmitEvent, useId, useState } from "react";
import { formRefusal } from "../api/form-refusal.js";
import { graphql } from "../api/gql/index.js";
import { Button } from "../parts/button.js";
import { Card, CardActions, CardBody } from "../parts/card.js";
import { CheckField, TextField } from "../parts/field.js";
import { RefusalNotice } from "../parts/refusal-notice.js";
import { useTell } from "../parts/toasts.js";

const UPDATE_ORGANIZATION = graphql(`
  mutation UpdateOrganization($input: UpdateOrganizationInput!) {
    updateOrganization(input: $input) {
      organization { id name allowHttpRedirectUris }
    }
  }
`);

export interface OrganizationSettingsProps {
  organization: { name: string; allowHttpRedirectUris: boolean };
}

export function OrganizationSettings({ organization }: OrganizationSettingsProps) {
  const form = useId();
  const [name, setName] = useState(organization.name);
  const [allowsHttp, setAllowsHttp] = useState(organization.allowHttpRedirectUris);
  const [update, { loading, error }] = useMutation(UPDATE_ORGANIZATION);
  const { at, others } = formRefusal(error, ["name", "allowHttpRedirectUris"]);
  const tell = useTell();
  const input = {
    ...(name.trim() !== organization.name && { name: name.trim() }),
    ...(allowsHttp !== organization.allowHttpRedirectUris && { allowHttpRedirectUris: allowsHttp }),
  };
  const isChanged = Object.keys(input).length > 0;
  const problem = name.trim() ? at.name : "A name, please.";
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isChanged || !name.trim()) return;
    const answer = await update({ variables: { input } });
    if (!answer.error) tell("The settings are saved.");
  };
  return (
    <Card title="Settings">
      <form id={form} onSubmit={submit} noValidate>
        <CardBody>
          <TextField
            label="Name"
            value={name}
            onChange={({ target }) => setName(target.value)}
            error={problem}
            maxLength={256}
            hint="For people to read: 1 to 256 characters."
          />
          <CheckField
            label="Allow plain http in redirect URIs on every host"
            hint="Off, it is only allowed on the person's own machine (127.0.0.1, [::1], localhost), as RFC 9700 says: over http anybody on the way reads the code. What is registered already stays when it is switched off."
            checked={allowsHttp}
            onChange={({ target }) => setAllowsHttp(target.checked)}
            error={at.allowHttpRedirectUris}
          />
          <RefusalNotice refusals={others} />
        </CardBody>
      </form>
      <CardActions note={isChanged ? "Not saved yet." : undefined}>
        <Button type="submit" form={form} tone="go" busy={loading} disabled={!isChanged}>
          Save the settings
        </Button>
      </CardActions>
    </Card>
  );
}

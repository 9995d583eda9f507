import { useApolloClient, useSuspenseQuery } from "@apollo/client/react";
import { type SubmitEvent, useId, useState } from "react";
import { useLocation } from "wouter";
import { formRefusal } from "../../api/form-refusal.js";
import { graphql } from "../../api/gql/index.js";
import { useSecretOnce } from "../../handover/once/use-secret-once.js";
import { Button } from "../../parts/button.js";
import { Card, CardActions, CardBody } from "../../parts/card.js";
import { TextArea, TextField } from "../../parts/field.js";
import { focusInvalid } from "../../parts/focus-invalid.js";
import { forgetLists } from "../../parts/kept-pages.js";
import { LinkButton } from "../../parts/link-button.js";
import { RefusalNotice } from "../../parts/refusal-notice.js";
import { useTell } from "../../parts/toasts.js";
import { useLeft } from "../../parts/use-left.js";
import type { Kind } from "./kinds.js";
import { linesOf, problemOfList, problemOfOrigin, problemOfRedirectUri, problemOfScope } from "./rules.js";

const CREATE_APPLICATION = graphql(`
  mutation CreateApplication($input: CreateOAuthApplicationInput!) {
    createOAuthApplication(input: $input) {
      clientSecret
      oauthApplication { id name clientId }
    }
  }
`);

const REDIRECT_RULES = graphql(`
  query RedirectRules {
    organization { id allowHttpRedirectUris }
  }
`);

const FIELDS = ["name", "description", "redirectUris", "allowedOrigins", "scopes"] as const;

type Values = Record<(typeof FIELDS)[number], string>;

export function CreateForm({ kind }: { kind: Kind }) {
  const form = useId();
  const [, navigate] = useLocation();
  const allowsHttp = useSuspenseQuery(REDIRECT_RULES).data?.organization?.allowHttpRedirectUris ?? false;
  const [values, setValues] = useState<Values>({
    name: "",
    description: "",
    redirectUris: "",
    allowedOrigins: "",
    scopes: "",
  });
  const [isSent, setSent] = useState(false);
  const [left, leave] = useLeft();
  const client = useApolloClient();
  const tell = useTell();
  const { issue, busy, error, reset } = useSecretOnce(CREATE_APPLICATION);
  const { at, others } = formRefusal(error, FIELDS);
  const redirectUris = kind.returns ? linesOf(values.redirectUris) : [];
  const allowedOrigins = kind.hasOrigin ? linesOf(values.allowedOrigins) : [];
  const scopes = linesOf(values.scopes);
  const problems: Partial<Values> = {
    name: !values.name.trim() ? "A name, please." : undefined,
    redirectUris:
      kind.returns && redirectUris.length === 0
        ? "One at least, please: it is where people come back to."
        : problemOfList(redirectUris, (uri) => problemOfRedirectUri(uri, allowsHttp)),
    allowedOrigins: problemOfList(allowedOrigins, problemOfOrigin),
    scopes: problemOfList(scopes, problemOfScope, 100),
  };
  const field = (name: keyof Values) => ({
    name,
    value: values[name],
    error: (isSent || left.has(name) ? problems[name] : undefined) ?? at[name],
    onBlur: () => values[name] && leave(name),
    onChange: ({ target }: { target: { value: string } }) => {
      setValues({ ...values, [name]: target.value });
      if (error) reset();
    },
  });
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSent(true);
    const { currentTarget } = event;
    const name = values.name.trim();
    if (Object.values(problems).some(Boolean)) return focusInvalid(currentTarget);
    const description = values.description.trim();
    const { error: failure } = await issue(
      { input: { ...kind.sets, name, description, redirectUris, allowedOrigins, scopes } },
      ({ createOAuthApplication: created }) => {
        if (!created) return null;
        const application = created.oauthApplication;
        // It passed no cache: the list that was seen before does not have it.
        forgetLists(client, "oauthApplications");
        // The page below the secret is that of the application; the dialog keeps whoever looks at it from leaving.
        navigate(application ? `/applications/${application.id}` : "/applications");
        if (!created.clientSecret) {
          tell(`${application?.name ?? name} is registered.`);
          return null;
        }
        return {
          kind: "client secret",
          name: application?.name ?? name,
          clientId: application?.clientId,
          plaintext: created.clientSecret,
          handover: "first",
        };
      },
    );
    if (failure) focusInvalid(currentTarget);
  };
  return (
    <Card title={kind.name}>
      <form id={form} onSubmit={submit} noValidate>
        <CardBody>
          <TextField
            label="Name"
            maxLength={256}
            hint="For people to read: 1 to 256 characters. Two may have the same."
            {...field("name")}
          />
          <TextField
            label="Description"
            maxLength={2000}
            hint="What it does, and whose it is."
            {...field("description")}
          />
          {kind.returns && (
            <TextArea
              label="Redirect URIs"
              placeholder={kind.example}
              spellCheck={false}
              hint={`One a line, at most 50, compared exactly. ${allowsHttp ? "This organization allows http on every host." : "https, or a scheme of its own; http only on 127.0.0.1, [::1] and localhost."} No fragment, wildcard or user name.`}
              {...field("redirectUris")}
            />
          )}
          {kind.hasOrigin && (
            <TextArea
              label="Allowed origins"
              placeholder="https://app.example.com"
              spellCheck={false}
              rows={2}
              hint="One a line, at most 50: scheme and host, exactly as the browser sends them."
              {...field("allowedOrigins")}
            />
          )}
          <TextArea
            label="Scopes"
            spellCheck={false}
            rows={2}
            hint="That it may ask for: one a line, at most 100, each at most 256 characters."
            {...field("scopes")}
          />
          <RefusalNotice refusals={others} />
        </CardBody>
      </form>
      <CardActions
        note={
          kind.sets.public
            ? "It gets a client id, and no secret."
            : "It gets a client id and a secret, which is shown once."
        }
      >
        <LinkButton href="/applications">Cancel</LinkButton>
        <Button type="submit" form={form} tone="go" busy={busy}>
          Register the application
        </Button>
      </CardActions>
    </Card>
  );
}

import type { GrantType, TokenEndpointAuthMethod } from "../../../api/gql/graphql.js";
import { CheckField, FieldGroup, SelectField, TextArea } from "../../../parts/field.js";
import type { FieldsProps } from "./fields-props.js";
import { LABELS } from "./labels.js";

const GRANTS: readonly (readonly [GrantType, label: string, hint: string])[] = [
  [
    "AUTHORIZATION_CODE",
    "Authorization code",
    "Users sign in, at the authorization server that reads its clients here.",
  ],
  ["REFRESH_TOKEN", "Refresh token", "It stays signed in for a user."],
  ["CLIENT_CREDENTIALS", "Client credentials", "A service's own tokens. Taking it away ends those that it has."],
];

const METHODS: readonly (readonly [TokenEndpointAuthMethod, label: string])[] = [
  ["CLIENT_SECRET_BASIC", "Its secret, by HTTP Basic"],
  ["CLIENT_SECRET_POST", "Its secret, in the body"],
  ["NONE", "Nothing: a public application"],
];

export interface OAuthFieldsProps extends FieldsProps {
  /** The organization lets redirect URIs use plain http anywhere. */
  allowsHttp: boolean;
  isPublic: boolean;
}

export function OAuthFields({ draft, change, errorOf, allowsHttp, isPublic }: OAuthFieldsProps) {
  const where = allowsHttp ? "https or http" : "https, or http on 127.0.0.1, [::1] and localhost";
  const becomesPublic = draft.tokenEndpointAuthMethod === "NONE" && !isPublic;
  return (
    <>
      <FieldGroup legend="Grants">
        {GRANTS.map(([grant, label, hint]) => (
          <CheckField
            key={grant}
            label={label}
            hint={hint}
            checked={draft.grantTypes.includes(grant)}
            onChange={(event) =>
              change({
                grantTypes: event.target.checked
                  ? [...draft.grantTypes, grant]
                  : draft.grantTypes.filter((other) => other !== grant),
              })
            }
          />
        ))}
        {errorOf("grantTypes") && <p role="alert">{errorOf("grantTypes")}</p>}
      </FieldGroup>
      <SelectField
        label={LABELS.tokenEndpointAuthMethod}
        hint={
          becomesPublic
            ? "Becoming public ends its secrets at once, for good: whoever uses one is locked out."
            : "A public application has no secret."
        }
        error={errorOf("tokenEndpointAuthMethod")}
        value={draft.tokenEndpointAuthMethod}
        onChange={(event) => change({ tokenEndpointAuthMethod: event.target.value as TokenEndpointAuthMethod })}
      >
        {METHODS.map(([method, label]) => (
          <option key={method} value={method}>
            {label}
          </option>
        ))}
      </SelectField>
      <TextArea
        label={LABELS.redirectUris}
        hint={`One a line, at most 50, compared exactly: ${where}, or a scheme of its own (myapp://…). No fragment, no wildcard.`}
        error={errorOf("redirectUris")}
        value={draft.redirectUris}
        onChange={(event) => change({ redirectUris: event.target.value })}
        spellCheck={false}
      />
      <TextArea
        label={LABELS.postLogoutRedirectUris}
        hint="One a line, at most 50, with the same rules."
        error={errorOf("postLogoutRedirectUris")}
        value={draft.postLogoutRedirectUris}
        onChange={(event) => change({ postLogoutRedirectUris: event.target.value })}
        spellCheck={false}
      />
      <TextArea
        label={LABELS.allowedOrigins}
        hint="That may call on its behalf (CORS): one a line, at most 50, as in https://app.example.com."
        error={errorOf("allowedOrigins")}
        value={draft.allowedOrigins}
        onChange={(event) => change({ allowedOrigins: event.target.value })}
        spellCheck={false}
      />
      <TextArea
        label={LABELS.scopes}
        hint="That it may ask for: one a line, at most 100, each at most 256 characters."
        error={errorOf("scopes")}
        value={draft.scopes}
        onChange={(event) => change({ scopes: event.target.value })}
        spellCheck={false}
      />
      <TextArea
        label={LABELS.optionalScopes}
        hint="Some of those above: one a line."
        error={errorOf("optionalScopes")}
        value={draft.optionalScopes}
        onChange={(event) => change({ optionalScopes: event.target.value })}
        spellCheck={false}
      />
      <CheckField
        label={LABELS.pkceRequired}
        hint="RFC 7636. For everything that runs on a user's device."
        checked={draft.pkceRequired}
        onChange={(event) => change({ pkceRequired: event.target.checked })}
      />
      <CheckField
        label={LABELS.consentScreenEnabled}
        checked={draft.consentScreenEnabled}
        onChange={(event) => change({ consentScreenEnabled: event.target.checked })}
      />
    </>
  );
}

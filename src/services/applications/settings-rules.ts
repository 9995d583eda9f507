import { GrantType } from "../../model/client-metadata.js";
import { DomainError } from "../../model/domain-error.js";
import type { OAuthApplication } from "../../model/oauth-application.js";

// What settings say together, whatever the input has of them.

export function demandKnownOptionalScopes({
  scopes,
  optionalScopes,
}: Pick<OAuthApplication, "scopes" | "optionalScopes">): void {
  const unknown = optionalScopes.findIndex((scope) => !scopes.includes(scope));
  if (unknown < 0) return;
  const field = `optionalScopes.${unknown}`;
  throw DomainError.invalidField(field, "subset", `${field} must be one of the application's scopes`);
}

export function demandGrantForResponseTypes({
  grantTypes,
  responseTypes,
}: Pick<OAuthApplication, "grantTypes" | "responseTypes">): void {
  if (responseTypes.length === 0 || grantTypes.includes(GrantType.AUTHORIZATION_CODE)) return;
  throw DomainError.invalidField(
    "responseTypes",
    "grant",
    "responseTypes must be empty without the grant AUTHORIZATION_CODE",
  );
}

type Grants = Pick<OAuthApplication, "public" | "grantTypes">;

/** Only a client with a secret may use its own credentials (RFC 6749 §4.4). What is so already may be sent again. */
export function demandSecretForGrants(settings: Grants, current: Grants): void {
  const isRefused = (one: Grants) => one.public && one.grantTypes.includes(GrantType.CLIENT_CREDENTIALS);
  if (!isRefused(settings) || isRefused(current)) return;
  throw DomainError.invalidField(
    "grantTypes",
    "public",
    "grantTypes must not have CLIENT_CREDENTIALS for a public application, which has no secret (RFC 6749 §4.4)",
  );
}

import { type SourceFields, shownNames } from "../source-fields.js";
import { textsOf } from "../values.js";
import type { KEYCLOAK_FATES } from "./keycloak-fates.js";

/** Client scopes by whose mappers Keycloak fills its tokens. They are no scopes that anybody asks for (RFC 6749 §3.3). */
const INTERNAL = new Set(["acr", "basic", "microprofile-jwt", "role_list", "roles", "service_account", "web-origins"]);

/** Those that Keycloak offers to every client, whether it asks for them or not. */
const OFFERED_TO_ALL = new Set(["address", "offline_access", "organization", "phone"]);

/**
 * What a client may ask for: what it gets in Keycloak by default, and what only it is offered. Notes name what is left out,
 * and what it gets here without asking for it.
 */
export function takeKeycloakScopes(fields: SourceFields<typeof KEYCLOAK_FATES>, notes: string[]): string[] {
  const given = fields.take("defaultClientScopes", textsOf) ?? [];
  const offered = textsOf(fields.see("optionalClientScopes"), "optionalClientScopes") ?? [];
  const isAskedFor = (scope: string) => !INTERNAL.has(scope);
  const isItsOwn = (scope: string) => isAskedFor(scope) && !OFFERED_TO_ALL.has(scope) && !given.includes(scope);
  const say = (scopes: string[], what: string) => {
    if (scopes.length > 0) notes.push(`${what}: ${shownNames(scopes)}.`);
  };
  say(
    given.filter((scope) => !isAskedFor(scope)),
    "defaultClientScopes come without those that only fill Keycloak's tokens",
  );
  say(
    offered.filter((scope) => !isItsOwn(scope) && !given.includes(scope)),
    "optionalClientScopes come without those that Keycloak offers to every client; add to scopes what this one asks for",
  );
  say(
    offered.filter(isItsOwn),
    "optionalClientScopes are in scopes, so that a request which names no scope gets them here, too",
  );
  return [...new Set(["openid", ...given.filter(isAskedFor), ...offered.filter(isItsOwn)])];
}

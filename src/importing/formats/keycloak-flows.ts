import { GrantType } from "../../model/client-metadata.js";
import { DEFAULT_ACCESS_TOKEN_TTL_SECONDS } from "../../model/oauth-application.js";
import type { SharedNote } from "../../services/imports/brought-client.js";
import { NO_GRANTS } from "../../services/imports/client-notes.js";
import { lifetimeOf } from "../client-metadata.js";
import type { SourceFields } from "../source-fields.js";
import { flagOf, textOf } from "../values.js";
import type { KEYCLOAK_ATTRIBUTE_FATES, KEYCLOAK_FATES } from "./keycloak-fates.js";
import { type ScopeReading, takeKeycloakScopes } from "./keycloak-scopes.js";

/** Switches of grants that are not offered here. */
const OTHER_FLOWS = [
  "attributes.oauth2.device.authorization.grant.enabled",
  "attributes.oidc.ciba.grant.enabled",
  "attributes.standard.token.exchange.enabled",
] as const;

const LIFE_OF_THE_REALM: SharedNote = {
  text: `Access tokens live ${DEFAULT_ACCESS_TOKEN_TTL_SECONDS} seconds here (accessTokenTtlSeconds), whatever the realm's accessTokenLifespan is.`,
  isSo: ({ accessTokenTtlSeconds }) => accessTokenTtlSeconds === DEFAULT_ACCESS_TOKEN_TTL_SECONDS,
};

/** How a client obtains tokens, and for what. A switch that is not in the file stands as Keycloak's default. */
export function takeKeycloakFlows(
  fields: SourceFields<typeof KEYCLOAK_FATES>,
  attributes: SourceFields<typeof KEYCLOAK_ATTRIBUTE_FATES>,
  { isBearerOnly, ...ofScopes }: { isBearerOnly: boolean } & ScopeReading,
) {
  const { notes, sharedNotes } = ofScopes;
  const hasCode = fields.take("standardFlowEnabled", flagOf) ?? true;
  const isService = fields.take("serviceAccountsEnabled", flagOf) ?? false;
  const refreshes = attributes.take("attributes.use.refresh.tokens", flagOf) ?? true;
  const others = [
    ...(["implicitFlowEnabled", "directAccessGrantsEnabled"] as const).filter((name) => fields.take(name, flagOf)),
    ...OTHER_FLOWS.filter((name) => attributes.take(name, flagOf)),
  ];
  if (others.length > 0) notes.push(`Not taken, since it is no grant here: ${others.join(", ")}.`);
  const grants = [
    ...(hasCode ? [GrantType.AUTHORIZATION_CODE] : []),
    ...(hasCode && refreshes ? [GrantType.REFRESH_TOKEN] : []),
    ...(isService ? [GrantType.CLIENT_CREDENTIALS] : []),
  ];
  const grantTypes = isBearerOnly ? [] : grants;
  if (others.length > 0 && grantTypes.length === 0 && !isBearerOnly) notes.push(NO_GRANTS);
  const ownLife = attributes.take("attributes.access.token.lifespan", (value, field) =>
    lifetimeOf(value, field, notes),
  );
  if (grantTypes.length > 0 && ownLife === undefined) sharedNotes.push(LIFE_OF_THE_REALM);
  return {
    grantTypes,
    ...takeKeycloakScopes(fields, ofScopes),
    consentScreenEnabled: fields.take("consentRequired", flagOf) ?? false,
    pkceRequired: attributes.take("attributes.pkce.code.challenge.method", textOf) !== undefined,
    accessTokenTtlSeconds: ownLife ?? DEFAULT_ACCESS_TOKEN_TTL_SECONDS,
  };
}

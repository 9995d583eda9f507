import { GrantType } from "../../model/client-metadata.js";
import { lifetimeOf } from "../client-metadata.js";
import type { SourceFields } from "../source-fields.js";
import { flagOf, textOf } from "../values.js";
import type { KEYCLOAK_ATTRIBUTE_FATES, KEYCLOAK_FATES } from "./keycloak-fates.js";
import { takeKeycloakScopes } from "./keycloak-scopes.js";

/** Switches of grants that are not offered here. */
const OTHER_FLOWS = [
  "attributes.oauth2.device.authorization.grant.enabled",
  "attributes.oidc.ciba.grant.enabled",
  "attributes.standard.token.exchange.enabled",
] as const;

/** How a client obtains tokens, and for what. A switch that is not in the file stands as Keycloak's default. */
export function takeKeycloakFlows(
  fields: SourceFields<typeof KEYCLOAK_FATES>,
  attributes: SourceFields<typeof KEYCLOAK_ATTRIBUTE_FATES>,
  { isBearerOnly, notes }: { isBearerOnly: boolean; notes: string[] },
) {
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
  return {
    grantTypes: isBearerOnly ? [] : grants,
    scopes: takeKeycloakScopes(fields, notes),
    consentScreenEnabled: fields.take("consentRequired", flagOf) ?? false,
    pkceRequired: attributes.take("attributes.pkce.code.challenge.method", textOf) !== undefined,
    accessTokenTtlSeconds: attributes.take("attributes.access.token.lifespan", (value, field) =>
      lifetimeOf(value, field, notes),
    ),
  };
}

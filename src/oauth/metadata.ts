import { MECHANISMS } from "./mechanisms/registry.js";

/** The paths of the OAuth endpoints. Nothing else of oidc-provider is mounted. */
export const OAUTH_PATHS = {
  token: "/oauth/token",
  introspection: "/oauth/introspect",
  revocation: "/oauth/revoke",
} as const;

/** Where an application asks for a new secret of its own; for oidc-provider, one more grant of the token endpoint. */
export const SELF_ROTATION_PATH = "/oauth/client_secret";

/** The path of the key set (RFC 7517 §5). */
const KEYS_PATH = "/oauth/jwks";

/** The methods by which clients may authenticate. */
const CLIENT_AUTH_METHODS = MECHANISMS.map(({ name }) => name);

/** A document that everybody may read. */
export interface PublicDocument {
  path: string;
  mediaType: string;
  document: object;
}

/** The documents by which clients find the OAuth endpoints of an issuer. */
export function publicDocuments(issuer: string): PublicDocument[] {
  const mediaType = "application/json; charset=utf-8";
  return [
    { path: "/.well-known/oauth-authorization-server", mediaType, document: metadataOf(issuer) },
    { path: "/.well-known/openid-configuration", mediaType, document: openidConfigurationOf(issuer) },
    // RFC 7517 §5. Tokens are opaque, so no key signs any.
    { path: KEYS_PATH, mediaType: "application/jwk-set+json; charset=utf-8", document: { keys: [] } },
  ];
}

/**
 * The same with what OpenID Connect Discovery §3 requires, for clients that look nowhere else. Nothing here has an
 * authorization endpoint or issues id tokens: of what is required, the former is left out and RS256 is a word.
 */
function openidConfigurationOf(issuer: string): object {
  return {
    ...metadataOf(issuer),
    jwks_uri: issuer + KEYS_PATH,
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
  };
}

/**
 * The metadata document (RFC 8414 §2). oidc-provider's own one lists redirect-based grants, which are not offered, and
 * drops the path of PUBLIC_URL.
 */
function metadataOf(issuer: string): object {
  return {
    issuer,
    token_endpoint: issuer + OAUTH_PATHS.token,
    token_endpoint_auth_methods_supported: CLIENT_AUTH_METHODS,
    introspection_endpoint: issuer + OAUTH_PATHS.introspection,
    introspection_endpoint_auth_methods_supported: CLIENT_AUTH_METHODS,
    revocation_endpoint: issuer + OAUTH_PATHS.revocation,
    revocation_endpoint_auth_methods_supported: CLIENT_AUTH_METHODS,
    // No standard has such an endpoint, so its names are the gateway's own (RFC 8414 §2 allows more).
    client_secret_endpoint: issuer + SELF_ROTATION_PATH,
    client_secret_endpoint_auth_methods_supported: CLIENT_AUTH_METHODS,
    grant_types_supported: ["client_credentials"],
    response_types_supported: [],
  };
}

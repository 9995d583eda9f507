import { MECHANISMS } from "./mechanisms/registry.js";

/** The paths of the OAuth endpoints. Nothing else of oidc-provider is mounted. */
export const OAUTH_PATHS = {
  token: "/oauth/token",
  introspection: "/oauth/introspect",
  revocation: "/oauth/revoke",
} as const;

/** The paths of the metadata document (RFC 8414 §3, OpenID Connect Discovery §4). */
export const METADATA_PATHS = ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"] as const;

/** The methods by which clients may authenticate. */
const CLIENT_AUTH_METHODS = MECHANISMS.map(({ name }) => name);

/**
 * The metadata document (RFC 8414 §2). oidc-provider's own one lists redirect-based grants, which are not offered, and
 * drops the path of PUBLIC_URL.
 */
export function metadataOf(issuer: string): object {
  return {
    issuer,
    token_endpoint: issuer + OAUTH_PATHS.token,
    token_endpoint_auth_methods_supported: CLIENT_AUTH_METHODS,
    introspection_endpoint: issuer + OAUTH_PATHS.introspection,
    introspection_endpoint_auth_methods_supported: CLIENT_AUTH_METHODS,
    revocation_endpoint: issuer + OAUTH_PATHS.revocation,
    revocation_endpoint_auth_methods_supported: CLIENT_AUTH_METHODS,
    grant_types_supported: ["client_credentials"],
    response_types_supported: [],
  };
}

import type { GrantType } from "../../api/gql/graphql.js";

export interface Kind {
  public: boolean;
  grantTypes: readonly GrantType[];
  redirectUris: readonly string[];
}

/** What people call such an application: a service, a web application, one of a device or of a browser. */
export function kindOf({ public: isPublic, grantTypes, redirectUris }: Kind): string {
  if (!grantTypes.includes("AUTHORIZATION_CODE")) {
    return grantTypes.includes("CLIENT_CREDENTIALS") ? "service" : "application without a grant";
  }
  if (!isPublic) return grantTypes.includes("CLIENT_CREDENTIALS") ? "web application and service" : "web application";
  if (redirectUris.length === 0) return "public application";
  // Programs on a device listen on it for their answer (RFC 8252 §7.3).
  const isWeb = redirectUris.some((uri) => /^https?:(?!\/\/(?:127\.0\.0\.1|\[::1\])[:/])/.test(uri));
  return isWeb ? "single page application" : "native application";
}

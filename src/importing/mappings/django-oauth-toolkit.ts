import type { Mapping } from "./mapping.js";

const CODE = ["AUTHORIZATION_CODE", "REFRESH_TOKEN"];

/**
 * Django OAuth Toolkit's table `oauth2_provider_application`. It takes Basic and POST. Older versions have no
 * `post_logout_redirect_uris` and no `allowed_origins`.
 */
export const djangoOAuthToolkit: Mapping = {
  columns: {
    client_id: { field: "clientId" },
    client_secret: { field: "clientSecret" },
    name: { field: "name" },
    client_type: { field: "public", values: { confidential: false, public: true } },
    authorization_grant_type: {
      field: "grantTypes",
      values: {
        "authorization-code": CODE,
        "client-credentials": ["CLIENT_CREDENTIALS"],
        "openid-hybrid": CODE,
        implicit: null,
        password: null,
        "urn:ietf:params:oauth:grant-type:device_code": null,
      },
    },
    redirect_uris: { field: "redirectUris" },
    post_logout_redirect_uris: { field: "postLogoutRedirectUris", optional: true },
    allowed_origins: { field: "allowedOrigins", optional: true },
    skip_authorization: { field: "skipConsent" },
  },
  constants: {},
};

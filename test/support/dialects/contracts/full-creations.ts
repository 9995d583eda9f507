import type { DialectName } from "../dialects.js";
import type { Shown } from "./shown-as.js";

const REDIRECTS = ["https://app.example.com/callback", "myapp://callback", "http://127.0.0.1:8080/cb?x=1"];
const LOGOUTS = ["https://app.example.com/bye"];

/** The gateway's defaults. */
const DEFAULTS = {
  description: "",
  public: false,
  enabled: true,
  redirectUris: [],
  postLogoutRedirectUris: [],
  allowedOrigins: [],
  scopes: [],
  optionalScopes: [],
  grantTypes: ["AUTHORIZATION_CODE"],
  responseTypes: ["CODE"],
  tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC",
  pkceRequired: false,
  consentScreenEnabled: true,
  homepageUrl: null,
  logoUrl: null,
  privacyPolicyUrl: null,
  termsOfServiceUrl: null,
  secretOverlapSeconds: 172_800,
  secretQuietSeconds: 3600,
  accessTokenTtlSeconds: 3600,
  ownerOnlySecretRotation: false,
  dialectSettings: null,
};

const cspKept = {
  refreshTokenTTL: 86_400,
  allowedActorsAudienceExchange: ["actor-1"],
  allowedActorsClientDelegate: ["actor-2", "actor-3"],
  additionalAttributeMasks: ["email", "acct"],
  maxGroupsInIdToken: 7,
  maxAdditionalAttributesInIdToken: 0,
  maxCharactersInAccessToken: 4096,
  groupDomainAppendedInIDToken: true,
  isHidden: true,
  crossOrgAccessClaimsSupported: false,
  useCspIssuerUrl: true,
  allowedOrgs: ["9aa4d7f6-7f3c-4a46-8d27-0d9c5a1a6f10"],
};
const organizationScopes = { allRoles: false, roles: [{ name: "org_member", resource: null }], keptInToken: [] };
const servicesScopes = [{ serviceDefinitionId: "svc-1", allPermissions: true, permissions: [] }];

/** For each dialect a registration with every property, and what GraphQL must show of it. */
export const FULL_CREATIONS: Record<DialectName, { body: Record<string, unknown>; settings: Shown }> = {
  clerk: {
    body: {
      name: "Shop",
      redirect_uris: REDIRECTS,
      callback_url: REDIRECTS[0],
      scopes: "profile email private_metadata",
      consent_screen_enabled: false,
      pkce_required: true,
      public: false,
    },
    settings: {
      ...DEFAULTS,
      name: "Shop",
      redirectUris: REDIRECTS,
      scopes: ["profile", "email", "private_metadata"],
      consentScreenEnabled: false,
      pkceRequired: true,
    },
  },
  cloudflare: {
    body: {
      client_name: "Shop",
      grant_types: ["authorization_code", "refresh_token", "client_credentials"],
      redirect_uris: REDIRECTS,
      response_types: ["code", "id_token"],
      scopes: ["openid", "offline_access", "zone.read", "zone.write"],
      optional_scopes: ["zone.write"],
      token_endpoint_auth_method: "client_secret_post",
      allowed_cors_origins: ["https://app.example.com"],
      post_logout_redirect_uris: LOGOUTS,
      client_uri: "https://app.example.com",
      logo_uri: "https://app.example.com/logo.png",
      policy_uri: "https://app.example.com/privacy",
      tos_uri: "https://app.example.com/terms",
    },
    settings: {
      ...DEFAULTS,
      name: "Shop",
      grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN", "CLIENT_CREDENTIALS"],
      redirectUris: REDIRECTS,
      responseTypes: ["CODE", "ID_TOKEN"],
      scopes: ["openid", "offline_access", "zone.read", "zone.write"],
      optionalScopes: ["zone.write"],
      tokenEndpointAuthMethod: "CLIENT_SECRET_POST",
      allowedOrigins: ["https://app.example.com"],
      postLogoutRedirectUris: LOGOUTS,
      homepageUrl: "https://app.example.com",
      logoUrl: "https://app.example.com/logo.png",
      privacyPolicyUrl: "https://app.example.com/privacy",
      termsOfServiceUrl: "https://app.example.com/terms",
    },
  },
  meteroid: {
    body: { name: "Shop", redirect_uris: REDIRECTS, scopes: ["invoices:read", "invoices:write"] },
    settings: { ...DEFAULTS, name: "Shop", redirectUris: REDIRECTS, scopes: ["invoices:read", "invoices:write"] },
  },
  csp: {
    body: {
      displayName: "Shop",
      description: "Sells things.\nIn two lines.",
      grantTypes: ["authorization_code", "refresh_token", "client_credentials"],
      redirectUris: REDIRECTS,
      postLogoutRedirectUris: LOGOUTS,
      allowedScopes: { generalScopes: ["openid", "groups"], organizationScopes, servicesScopes },
      accessTokenTTL: 900,
      publicClient: false,
      forcePkce: true,
      ownerOnlySecretRotation: true,
      secretRotationExpirationInSeconds: 7200,
      allowOpenRedirectUris: false,
      ...cspKept,
    },
    settings: {
      ...DEFAULTS,
      name: "Shop",
      description: "Sells things.\nIn two lines.",
      grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN", "CLIENT_CREDENTIALS"],
      redirectUris: REDIRECTS,
      postLogoutRedirectUris: LOGOUTS,
      scopes: ["openid", "groups"],
      pkceRequired: true,
      secretOverlapSeconds: 7200,
      accessTokenTtlSeconds: 900,
      ownerOnlySecretRotation: true,
      dialectSettings: { csp: { ...cspKept, allowedScopes: { organizationScopes, servicesScopes } } },
    },
  },
};

import { type DialectName, guidOf } from "../dialects.js";

/** What GraphQL says of an application, `SHOWN` to an OWNER. */
// biome-ignore lint/suspicious/noExplicitAny: an answer's application.
export type Shown = Record<string, any>;

export const SHOWN = `
  id clientId name description public enabled redirectUris postLogoutRedirectUris allowedOrigins scopes optionalScopes
  grantTypes responseTypes tokenEndpointAuthMethod pkceRequired consentScreenEnabled homepageUrl logoUrl
  privacyPolicyUrl termsOfServiceUrl secretOverlapSeconds secretQuietSeconds accessTokenTtlSeconds
  ownerOnlySecretRotation dialectSettings createdAt updatedAt clientSecretHint hasRotatedSecret
  createdBy { name } organization { id }`;

const lower = (values: string[]) => values.map((value) => value.toLowerCase());
const present = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));

/** How each dialect must show an application, derived from what GraphQL shows. */
export const SHOWN_AS: Record<DialectName, (application: Shown, gatewayUrl: string) => Record<string, unknown>> = {
  clerk: (application, url) => ({
    object: "oauth_application",
    id: application.id,
    instance_id: application.organization.id.replace("org_", "ins_"),
    name: application.name,
    client_id: application.clientId,
    client_uri: application.homepageUrl,
    client_image_url: application.logoUrl,
    dynamically_registered: false,
    consent_screen_enabled: application.consentScreenEnabled,
    pkce_required: application.pkceRequired,
    public: application.public,
    scopes: application.scopes.join(" "),
    redirect_uris: application.redirectUris,
    callback_url: application.redirectUris[0] ?? "",
    authorize_url: `${url}/oauth/authorize`,
    token_fetch_url: `${url}/oauth/token`,
    user_info_url: `${url}/oauth/userinfo`,
    discovery_url: `${url}/.well-known/openid-configuration`,
    token_introspection_url: `${url}/oauth/introspect`,
    created_at: Date.parse(application.createdAt),
    updated_at: Date.parse(application.updatedAt),
  }),
  cloudflare: (application) => {
    const { promoted_at } = application.dialectSettings?.cloudflare ?? {};
    return present({
      client_id: application.clientId,
      client_name: application.name,
      visibility: promoted_at === undefined ? "private" : "public",
      promoted_at,
      client_uri: application.homepageUrl,
      logo_uri: application.logoUrl,
      policy_uri: application.privacyPolicyUrl,
      tos_uri: application.termsOfServiceUrl,
      allowed_cors_origins: application.allowedOrigins,
      post_logout_redirect_uris: application.postLogoutRedirectUris,
      redirect_uris: application.redirectUris,
      response_types: lower(application.responseTypes),
      grant_types: lower(application.grantTypes),
      scopes: application.scopes,
      optional_scopes: application.optionalScopes,
      token_endpoint_auth_method: application.tokenEndpointAuthMethod.toLowerCase(),
      has_rotated_secret: application.hasRotatedSecret,
      created_at: application.createdAt,
      updated_at: application.updatedAt,
    });
  },
  meteroid: (application) => ({
    id: application.id,
    organization_id: application.organization.id,
    name: application.name,
    client_id: application.clientId,
    client_secret_hint: application.clientSecretHint ?? "",
    redirect_uris: application.redirectUris,
    scopes: application.scopes,
    is_active: application.enabled,
    created_at: application.createdAt,
    updated_at: application.updatedAt,
  }),
  csp: (application) => {
    const { allowedOrgs = [], allowedScopes, ...kept } = application.dialectSettings?.csp ?? {};
    return {
      refreshTokenTTL: 7_776_000,
      isHidden: false,
      ...kept,
      id: application.clientId,
      displayName: application.name,
      description: application.description,
      grantTypes: lower(application.grantTypes),
      redirectUris: application.redirectUris,
      postLogoutRedirectUris: application.postLogoutRedirectUris,
      allowedScopes: { generalScopes: application.scopes, ...allowedScopes },
      accessTokenTTL: application.accessTokenTtlSeconds,
      publicClient: application.public,
      forcePkce: application.pkceRequired,
      ownerOnlySecretRotation: application.ownerOnlySecretRotation,
      secretRotationExpirationInSeconds: application.secretOverlapSeconds,
      organizationId: guidOf(application.organization.id),
      createdAt: Math.floor(Date.parse(application.createdAt) / 1000),
      lastUpdatedAt: Math.floor(Date.parse(application.updatedAt) / 1000),
      createdBy: application.createdBy.name,
      immutable: false,
      allowOpenRedirectUris: false,
      allowedOrgs: allowedOrgs.map((id: string) => ({ id })),
    };
  },
};

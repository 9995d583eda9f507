import { type Fates, KEPT, NAMED, WITHOUT_EFFECT } from "../source-fields.js";

/** Fields of a client in a realm's export. */
export const KEYCLOAK_FATES = {
  clientId: "`clientId`; the realm's own (`account`, `admin-cli`, …) are left out",
  name: "`name`; the client id without one",
  description: "`description`",
  enabled: "whether it is enabled",
  protocol: "a client of SAML is left out; another one than of `openid-connect` is refused",
  publicClient: "`public`",
  bearerOnly: "`grantTypes`: none",
  clientAuthenticatorType: "`client-secret`: Basic and POST both work; others are named",
  secret: "the secret",
  redirectUris: "`redirectUris`; relative ones after `rootUrl`",
  webOrigins: "`allowedOrigins`; `+` is those of the file's `redirectUris`, be they taken or not",
  baseUrl: "`homepageUrl`, after `rootUrl`",
  rootUrl: KEPT,
  adminUrl: KEPT,
  consentRequired: "`consentScreenEnabled`",
  standardFlowEnabled: "`grantTypes`: AUTHORIZATION_CODE and REFRESH_TOKEN",
  serviceAccountsEnabled: "`grantTypes`: CLIENT_CREDENTIALS",
  implicitFlowEnabled: NAMED,
  directAccessGrantsEnabled: NAMED,
  defaultClientScopes:
    "`scopes`, after `openid`, which Keycloak gives to every client; what only fills its tokens (`acr`, `basic`, `roles`, `web-origins`, …) is left out",
  optionalClientScopes:
    "`scopes`, except those that every client is offered (`address`, `offline_access`, `phone`, …); all are kept",
  attributes: "each by itself, below; others are kept",
  registrationAccessToken: NAMED,
  access: KEPT,
  authenticationFlowBindingOverrides: KEPT,
  authorizationSettings: KEPT,
  defaultRoles: KEPT,
  frontchannelLogout: KEPT,
  fullScopeAllowed: KEPT,
  id: KEPT,
  nodeReRegistrationTimeout: KEPT,
  notBefore: KEPT,
  protocolMappers: KEPT,
  surrogateAuthRequired: KEPT,
} satisfies Fates;

/** The same where this product has another word, without scopes, which are of two fields. */
export const KEYCLOAK_NAMES = {
  clientSecret: "secret",
  previousClientSecret: "attributes.client.secret.rotated",
  postLogoutRedirectUris: "attributes.post.logout.redirect.uris",
  allowedOrigins: "webOrigins",
  homepageUrl: "baseUrl",
  logoUrl: "attributes.logoUri",
  privacyPolicyUrl: "attributes.policyUri",
  termsOfServiceUrl: "attributes.tosUri",
};

/** Its attributes, which are texts. */
export const KEYCLOAK_ATTRIBUTE_FATES = {
  "attributes.client.secret.authentication.allowed.method":
    "`tokenEndpointAuthMethod`; without one Basic and POST both work; others are named",
  "attributes.client.secret.expiration.time": "the secret's end",
  "attributes.client.secret.rotated": "the previous secret of an open rotation",
  "attributes.client.secret.rotated.expiration.time":
    "the previous secret's end, which is the current one's at the latest",
  "attributes.post.logout.redirect.uris": "`postLogoutRedirectUris`; `+` is `redirectUris`",
  "attributes.pkce.code.challenge.method": "`pkceRequired`",
  "attributes.access.token.lifespan":
    "`accessTokenTtlSeconds`, 60 to 86400; others are named; 3600 without one, whatever the realm's `accessTokenLifespan` is",
  "attributes.use.refresh.tokens": "`grantTypes`: without REFRESH_TOKEN where it is false",
  "attributes.logoUri": "`logoUrl`",
  "attributes.policyUri": "`privacyPolicyUrl`",
  "attributes.tosUri": "`termsOfServiceUrl`",
  "attributes.oauth2.device.authorization.grant.enabled": "named in the report where it is true",
  "attributes.oidc.ciba.grant.enabled": "named in the report where it is true",
  "attributes.standard.token.exchange.enabled": "named in the report where it is true",
  "attributes.client.offline.session.max.lifespan": WITHOUT_EFFECT,
  "attributes.client.session.max.lifespan": WITHOUT_EFFECT,
  "attributes.dpop.bound.access.tokens": WITHOUT_EFFECT,
  "attributes.minimum.acr.value": WITHOUT_EFFECT,
  "attributes.request.object.required": WITHOUT_EFFECT,
  "attributes.require.pushed.authorization.requests": WITHOUT_EFFECT,
  "attributes.tls.client.certificate.bound.access.tokens": WITHOUT_EFFECT,
  "attributes.client.secret.creation.time": KEPT,
  "attributes.client.secret.rotated.creation.time": KEPT,
} satisfies Fates;

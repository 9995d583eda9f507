import type { Draft } from "./draft.js";

/** What the form calls each setting. */
export const LABELS: Record<keyof Draft, string> = {
  name: "Name",
  description: "Description",
  grantTypes: "Grants",
  tokenEndpointAuthMethod: "It proves itself by",
  redirectUris: "Redirect URIs",
  postLogoutRedirectUris: "Redirect URIs after sign-out",
  allowedOrigins: "Web origins",
  scopes: "Scopes",
  optionalScopes: "Scopes that a user may refuse",
  pkceRequired: "It must use PKCE",
  consentScreenEnabled: "Users are asked for consent",
  secretOverlapSeconds: "After a rotation the old secret works for",
  secretQuietSeconds: "A secret counts as no longer in use after",
  accessTokenTtlSeconds: "Its access tokens live for",
  ownerOnlySecretRotation: "Only an OWNER may rotate its secrets",
  secretRecipientKey: "New secrets are sealed to",
  selfRotationEnabled: "It may fetch its next secret itself",
  homepageUrl: "Home page",
  logoUrl: "Logo",
  privacyPolicyUrl: "Privacy policy",
  termsOfServiceUrl: "Terms of service",
};

/** What a column may be: the words of `CreateOAuthApplicationInput`, and what is no setting. */
export const TABLE_FIELDS = [
  "clientId",
  "clientSecret",
  "clientSecretExpiresAt",
  "previousClientSecret",
  "previousClientSecretExpiresAt",
  "enabled",
  "name",
  "description",
  "public",
  "confidential",
  "redirectUris",
  "postLogoutRedirectUris",
  "allowedOrigins",
  "scopes",
  "optionalScopes",
  "grantTypes",
  "tokenEndpointAuthMethod",
  "pkceRequired",
  "consentScreenEnabled",
  "skipConsent",
  "homepageUrl",
  "logoUrl",
  "privacyPolicyUrl",
  "termsOfServiceUrl",
  "secretOverlapSeconds",
  "accessTokenTtlSeconds",
] as const;
export type TableField = (typeof TABLE_FIELDS)[number];

/** Fields that hold lists, and what is between their items where a column has them as one text and its mapping does not say. */
export const LISTS: Partial<Record<TableField, RegExp>> = {
  redirectUris: /\s+/,
  postLogoutRedirectUris: /\s+/,
  allowedOrigins: /\s+/,
  scopes: /\s+/,
  optionalScopes: /\s+/,
  grantTypes: /\s+/,
  // No method has a comma in its name, and Spring writes one between several.
  tokenEndpointAuthMethod: /[\s,]+/,
};

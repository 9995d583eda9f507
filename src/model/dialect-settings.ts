/**
 * What means nothing to the gateway, by whose it is: settings that a dialect's clients expect back, and those of a system
 * from which the application was imported.
 */
export interface DialectSettings {
  cloudflare?: object;
  csp?: object;
  keycloak?: object;
  hydra?: object;
  auth0?: object;
  rfc7591?: object;
  table?: object;
}

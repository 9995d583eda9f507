import { boundedJson } from "./bounded-json.js";

/** What an issuer says about itself (OpenID Connect Discovery §3), as far as it is of use here; nothing is checked. */
export interface IssuerMetadata {
  jwks_uri?: unknown;
  token_endpoint?: unknown;
}

/** Where an issuer's metadata is (OpenID Connect Discovery §4). */
export function discoveryUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
}

/** Asks an issuer for its metadata. Throws when it does not answer, or answers for another issuer. */
export async function discover(issuer: string, signal: AbortSignal): Promise<IssuerMetadata> {
  const response = await fetch(discoveryUrl(issuer), { signal });
  const metadata = (await boundedJson(response)) as IssuerMetadata & { issuer?: unknown };
  if (metadata.issuer !== issuer) throw new Error("The outside issuer's metadata names another issuer.");
  return metadata;
}

/** What form-decoding makes something else of. */
const ENCODED = /[%+]/;

/**
 * Form-encodes both parts of Basic credentials, as RFC 6749 §2.3.1 demands and many clients do not. Both forms can be
 * told apart: client ids and secrets have no white space, and no `%` before two hexadecimal digits.
 */
export function encodedBasic(authorization: string): string {
  return spelledBy(encodedOnce, authorization);
}

/** Form-encodes those parts of Basic credentials that cannot be decoded, so that they are taken as they were sent. */
export function decodableBasic(authorization: string): string {
  if (partsOf(authorization)?.every(isDecodable) ?? true) return authorization;
  return spelledBy((part) => (isDecodable(part) ? part : encodeURIComponent(part)), authorization);
}

/** The secret in Basic credentials as it was sent, if form-decoding may make another one of it; else undefined. */
export function secretAsSent(authorization: string | undefined): string | undefined {
  const [, secret] = (authorization && partsOf(authorization)) || [];
  return secret !== undefined && ENCODED.test(secret) ? secret : undefined;
}

/** Both parts of Basic credentials (RFC 7617 §2); undefined for anything else. */
function partsOf(authorization: string): [string, string] | undefined {
  const encoded = /^Basic +(\S+) *$/i.exec(authorization)?.[1];
  const credentials = encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString();
  const colon = credentials?.indexOf(":") ?? -1;
  if (credentials === undefined || colon < 0) return undefined;
  return [credentials.slice(0, colon), credentials.slice(colon + 1)];
}

function spelledBy(spell: (part: string) => string, authorization: string): string {
  const parts = partsOf(authorization);
  return parts ? `Basic ${Buffer.from(parts.map(spell).join(":")).toString("base64")}` : authorization;
}

/** Whether form-decoding makes a client id or a secret of it: visible ASCII and spaces (RFC 6749 appendix A). */
function isDecodable(part: string): boolean {
  try {
    return /^[\x20-\x7e]*$/.test(decodeURIComponent(part.replaceAll("+", "%20")));
  } catch {
    return false;
  }
}

function encodedOnce(part: string): string {
  return encodeURIComponent(part.replace(/(?:%[0-9A-Fa-f]{2})+/g, decoded));
}

function decoded(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes;
  }
}

import { isClientId } from "../model/identifier.js";

/** What form-decoding makes something else of. */
const ENCODED = /[%+]/;

/**
 * Form-encodes both parts of Basic credentials, as RFC 6749 §2.3.1 demands and many clients do not. Secrets of both forms
 * can be told apart: they have no white space, and chosen ones no `%` before two hexadecimal digits.
 */
export function encodedBasic(authorization: string): string {
  const parts = partsOf(authorization);
  if (!parts) return authorization;
  const [id, secret] = parts;
  return spelled([encodeURIComponent(clientIdIn(id)), encodeURIComponent(unescaped(secret))]);
}

/** Form-encodes those parts of Basic credentials of which decoding makes none, so that they are taken as they were sent. */
export function decodableBasic(authorization: string): string {
  const parts = partsOf(authorization);
  if (!parts) return authorization;
  const [id, secret] = parts;
  const isIdAsSent = ENCODED.test(id) && clientIdIn(id) === id;
  const isSecretAsSent = formDecoded(secret) === undefined;
  if (!isIdAsSent && !isSecretAsSent) return authorization;
  return spelled([encodeURIComponent(clientIdIn(id)), isSecretAsSent ? encodeURIComponent(secret) : secret]);
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

/** The client id that a part means: form-decoded where that makes one, which has no space, and else as it was sent. */
function clientIdIn(part: string): string {
  const decoded = formDecoded(part);
  return decoded !== undefined && isClientId(decoded) ? decoded : part;
}

function spelled(parts: readonly string[]): string {
  return `Basic ${Buffer.from(parts.join(":")).toString("base64")}`;
}

/** What form-decoding makes of a part; undefined unless that is visible ASCII and spaces (RFC 6749 appendix A). */
function formDecoded(part: string): string | undefined {
  try {
    const text = decodeURIComponent(part.replaceAll("+", "%20"));
    return /^[\x20-\x7e]*$/.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

function unescaped(part: string): string {
  return part.replace(/(?:%[0-9A-Fa-f]{2})+/g, decoded);
}

function decoded(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes;
  }
}

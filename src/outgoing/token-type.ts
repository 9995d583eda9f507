import type { JWTHeaderParameters, JWTPayload } from "jose";
import type { CredentialRefusal } from "../model/credential-refusal.js";

/** The media type of access tokens (RFC 9068 §2.1), without `application/`, in lower case. */
const ACCESS_TOKEN_TYPE = "at+jwt";

/** The names that issuers give access tokens in a claim: Keycloak in `typ`, Cognito in `token_use`. */
const ACCESS_TOKEN_NAME = /^(?:bearer|access|access[_-]token|at\+jwt)$/i;

/** A type that only says that the token is a JWT (RFC 7519 §5.1), or no type. */
const SAYS_NOTHING = /^(?:jwt)?$/i;

/**
 * Why a valid JWT is not accepted as a bearer access token, or undefined when it is. Its type decides, from the header
 * or a claim (RFC 8725 §3.11). Without a type, claims that only other tokens have decide: a nonce or the hash of an
 * access token means an id token.
 */
export function refusalOfType(header: JWTHeaderParameters, payload: JWTPayload): CredentialRefusal | undefined {
  if (payload.cnf !== undefined) return "sender_constrained";
  const type = (header.typ ?? "").toLowerCase().replace(/^application\//, "");
  const names = [payload.typ, payload.token_use].filter((name) => name !== undefined && !saysNothing(name));
  const isOther =
    (type !== ACCESS_TOKEN_TYPE && !SAYS_NOTHING.test(type)) ||
    names.some((name) => typeof name !== "string" || !ACCESS_TOKEN_NAME.test(name)) ||
    // A security event (RFC 8417 §2.2), such as a logout token, whatever type it states.
    payload.events !== undefined;
  if (isOther) return "token_type";
  const isSaid = type === ACCESS_TOKEN_TYPE || names.length > 0;
  return isSaid || (payload.nonce === undefined && payload.at_hash === undefined) ? undefined : "token_type";
}

function saysNothing(name: unknown): boolean {
  return typeof name === "string" && SAYS_NOTHING.test(name);
}

import type { JWTHeaderParameters, JWTPayload } from "jose";
import type { CredentialRefusal } from "../model/credential-refusal.js";

/** Media types of access tokens (RFC 9068 §2.1), without `application/` and in lower case. */
const ACCESS_TOKEN_TYPE = "at+jwt";

/** What issuers call access tokens in a claim: Keycloak in `typ`, Cognito in `token_use`. */
const ACCESS_TOKEN_NAME = /^(?:bearer|access|access[_-]token|at\+jwt)$/i;

/** A type that says no more than that it is a JWT (RFC 7519 §5.1). */
const SAYS_NOTHING = /^(?:jwt)?$/i;

/**
 * Why a good JWT is no bearer access token, told by what it says it is (RFC 8725 §3.11): the type in its header, or a
 * claim with one. One that says nothing is judged by the claims that only other tokens have: a nonce or the hash of an
 * access token is an id token's. Undefined for an access token.
 */
export function refusalOfType(header: JWTHeaderParameters, payload: JWTPayload): CredentialRefusal | undefined {
  if (payload.cnf !== undefined) return "sender_constrained";
  const type = (header.typ ?? "").toLowerCase().replace(/^application\//, "");
  const names = [payload.typ, payload.token_use].filter((name) => name !== undefined && !saysNothing(name));
  const isOther =
    (type !== ACCESS_TOKEN_TYPE && !SAYS_NOTHING.test(type)) ||
    names.some((name) => typeof name !== "string" || !ACCESS_TOKEN_NAME.test(name)) ||
    // Of a security event (RFC 8417 §2.2), such as a logout token, whatever else it says.
    payload.events !== undefined;
  if (isOther) return "token_type";
  const isSaid = type === ACCESS_TOKEN_TYPE || names.length > 0;
  return isSaid || (payload.nonce === undefined && payload.at_hash === undefined) ? undefined : "token_type";
}

function saysNothing(name: unknown): boolean {
  return typeof name === "string" && SAYS_NOTHING.test(name);
}

import { errors, type JWTPayload, jwtVerify } from "jose";
import type { CredentialRefusal } from "../model/credential-refusal.js";
import { DomainError } from "../model/domain-error.js";
import type { UserTokenVerifier, VerifiedUser } from "../services/actors/authentication.js";
import type { Clock } from "../services/clock.js";
import { IssuerKeys } from "./issuer-keys.js";
import { refusalOfType } from "./token-type.js";

/** Asymmetric algorithms only: a public key must never serve as a shared secret, and `none` signs nothing. */
const ALGORITHMS = ["RS", "PS", "ES"]
  .flatMap((family) => [256, 384, 512].map((bits) => `${family}${bits}`))
  // Two names of one algorithm: RFC 8037 says EdDSA, RFC 9864 says Ed25519.
  .concat("EdDSA", "Ed25519");

const CLOCK_SKEW_SECONDS = 60;

/** The last moment that an RFC 3339 date-time can express. */
const LAST_MOMENT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

export interface OutsideIssuerOptions {
  issuer: string;
  audience: string;
  clock: Clock;
  /** Called when old keys are used because the issuer does not answer. */
  onStaleKeys: (cause: unknown) => void;
}

/** Verifies access tokens (JWT) of an outside issuer. Throws `unavailable` when its keys cannot be fetched. */
export function outsideIssuer({ issuer, audience, clock, onStaleKeys }: OutsideIssuerOptions): UserTokenVerifier {
  const keys = new IssuerKeys(issuer, clock, onStaleKeys);
  return async (token) => {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys.find, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_SKEW_SECONDS,
        currentDate: new Date(clock()),
        requiredClaims: ["sub", "exp"],
      });
      return refusalOfType(protectedHeader, payload) ?? userOf(payload);
    } catch (error) {
      if (error instanceof DomainError) throw error;
      return refusalBehind(error);
    }
  };
}

function userOf({ sub, exp = 0, email, email_verified }: JWTPayload): VerifiedUser | CredentialRefusal {
  const end = (exp + CLOCK_SKEW_SECONDS) * 1000;
  const isText = typeof sub === "string" && sub !== "" && !sub.includes("\0");
  if (!isText || end > LAST_MOMENT) return "claims";
  // A boolean (OpenID Connect Core §5.1): what is written otherwise may have been copied from what a user typed.
  const verifiedEmail = email_verified === true && typeof email === "string" ? email : null;
  return { subject: sub, verifiedEmail, expiresAt: new Date(end) };
}

const BY_CLAIM: Record<string, CredentialRefusal> = { iss: "issuer", aud: "audience", nbf: "not_yet_valid" };

const BY_KIND: [new (...args: never[]) => Error, CredentialRefusal][] = [
  [errors.JWTExpired, "expired"],
  [errors.JWSSignatureVerificationFailed, "signature"],
  [errors.JWKSNoMatchingKey, "unknown_key"],
  [errors.JWKSMultipleMatchingKeys, "unknown_key"],
  [errors.JOSEAlgNotAllowed, "algorithm"],
  [errors.JOSENotSupported, "algorithm"],
  [errors.JWSInvalid, "malformed"],
  [errors.JWTInvalid, "malformed"],
];

function refusalBehind(error: unknown): CredentialRefusal {
  if (error instanceof errors.JWTClaimValidationFailed) return BY_CLAIM[error.claim] ?? "claims";
  // Any other error comes from importing or using the key.
  return BY_KIND.find(([kind]) => error instanceof kind)?.[1] ?? "unusable_key";
}

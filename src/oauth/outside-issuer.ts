import {
  createRemoteJWKSet,
  errors,
  type JWTHeaderParameters,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose";
import { DomainError } from "../model/domain-error.js";
import type { UserTokenVerifier } from "../services/authentication.js";

/** Asymmetric only: a public key must never serve as a shared secret, and `none` is no algorithm. */
const ALGORITHMS = ["RS256", "PS256", "ES256", "ES384", "ES512", "EdDSA"];
const CLOCK_SKEW_SECONDS = 60;
const DISCOVERY_TIMEOUT_MS = 5000;

/** Between two attempts at discovery, at least. */
const DISCOVERY_COOLDOWN_MS = 1000;

/** Between two looks at the key set for a key it does not hold, at least: how long a new key may take to be known. */
const KEY_SET_COOLDOWN_MS = 5000;

/**
 * Verifies access tokens (JWT) of an outside issuer, whose keys are found by discovery (OpenID Connect Discovery §4),
 * kept, and looked up anew when a token names one that is not among them.
 */
export function outsideIssuer(issuer: string, audience: string): UserTokenVerifier {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  return async (token) => {
    keys ??= discoverKeys(issuer);
    const getKey = await keys.catch((error: unknown) => {
      // Not at once: whoever sends garbage must not make this gateway knock at a server in trouble.
      setTimeout(() => {
        keys = undefined;
      }, DISCOVERY_COOLDOWN_MS).unref();
      throw issuerIsAway(error);
    });
    try {
      const { payload, protectedHeader } = await jwtVerify(token, getKey, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_SKEW_SECONDS,
        requiredClaims: ["sub", "exp"],
      });
      return isAccessToken(protectedHeader, payload) ? userOf(payload) : null;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  };
}

async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const location = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const response = await fetch(location, { signal: AbortSignal.timeout(DISCOVERY_TIMEOUT_MS) });
  const metadata = (await response.json()) as { issuer?: unknown; jwks_uri?: unknown };
  if (metadata.issuer !== issuer || typeof metadata.jwks_uri !== "string") {
    throw new Error("The outside issuer's metadata names another issuer or no keys.");
  }
  const keySet = createRemoteJWKSet(new URL(metadata.jwks_uri), { cooldownDuration: KEY_SET_COOLDOWN_MS });
  return (header, token) =>
    keySet(header, token).catch((error: unknown) => {
      throw isFaultOfToken(error) ? error : issuerIsAway(error);
    });
}

/** Everything else that goes wrong while a key is looked up is the key set's server's. */
function isFaultOfToken(error: unknown): boolean {
  return [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported].some(
    (kind) => error instanceof kind,
  );
}

/** RFC 8725 §3.11, §3.12: an id token or a logout token of the same issuer is no access token. */
function isAccessToken({ typ }: JWTHeaderParameters, { nonce, at_hash, events }: JWTPayload): boolean {
  const isTyped = typ === undefined || /^(?:application\/)?(?:at\+)?jwt$/i.test(typ);
  return isTyped && nonce === undefined && at_hash === undefined && events === undefined;
}

function userOf({ sub, exp = 0 }: JWTPayload): { subject: string; expiresAt: Date } | null {
  const expiresAt = new Date((exp + CLOCK_SKEW_SECONDS) * 1000);
  const isText = typeof sub === "string" && sub !== "" && !sub.includes("\0");
  return isText && !Number.isNaN(expiresAt.getTime()) ? { subject: sub, expiresAt } : null;
}

function issuerIsAway(cause: unknown): DomainError {
  return DomainError.unavailable("The issuer of your access token", cause);
}

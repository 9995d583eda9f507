/** Why a credential was not accepted: for the operator's log, never for its sender. */
export type CredentialRefusal =
  /** None came. */
  | "no_credential"
  /** The Authorization header has another scheme than Bearer, or none. */
  | "wrong_scheme"
  | "malformed"
  /** No API token or access token that is kept: it never was, has expired, or was revoked. */
  | "unknown_token"
  | "revoked"
  | "expired"
  /** It stopped between the look at it and the change. */
  | "ended"
  | "not_yet_valid"
  | "issuer"
  | "audience"
  | "algorithm"
  | "unknown_key"
  /** A key of the issuer's that cannot be used, such as a short one. */
  | "unusable_key"
  | "signature"
  /** Another kind of token than an access token. */
  | "token_type"
  /** Bound to a key that the gateway cannot ask for (RFC 7800, RFC 9449, RFC 8705). */
  | "sender_constrained"
  /** `sub` or `exp` is missing or none. */
  | "claims"
  | "no_outside_issuer"
  | "not_a_member"
  /** Good, but for another organization than the one that was named. */
  | "other_organization";

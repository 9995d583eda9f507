/** Why a credential was not accepted: for the operator's log; its sender is told of `audience` only. */
export type CredentialRefusal =
  /** No credential was sent. */
  | "no_credential"
  /** The Authorization header has another scheme than Bearer, or none. */
  | "wrong_scheme"
  | "malformed"
  /** No such API token or access token: it was never issued, has expired, or was revoked. */
  | "unknown_token"
  | "revoked"
  | "expired"
  /** The credential was valid when the request came, but no longer when its change began. */
  | "ended"
  | "not_yet_valid"
  | "issuer"
  | "audience"
  | "algorithm"
  | "unknown_key"
  /** The issuer's key cannot be used, for example because it is too short. */
  | "unusable_key"
  | "signature"
  /** The token is of another type than an access token. */
  | "token_type"
  /** The token is bound to a key whose proof the gateway cannot check (RFC 7800, RFC 9449, RFC 8705). */
  | "sender_constrained"
  /** `sub` or `exp` is missing or has the wrong type. */
  | "claims"
  | "no_outside_issuer"
  | "not_a_member"
  /** A valid credential, but for another organization than the request names. */
  | "other_organization";

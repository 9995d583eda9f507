import type { ClientSecret } from "../../model/client-secret.js";
import { isAmong, type SecretKeys } from "../keys/secret-keys.js";
import { isForeign } from "../secrets/foreign-digest.js";
import type { BroughtSecret } from "./brought-client.js";
import { type BroughtValues, valueIn } from "./brought-values.js";

/**
 * How a secret of a line stands to those that work here: it is one of them (`same`); one was taken from its value, but read
 * otherwise, as a secret (`takenInClear`) or as a hash (`takenAsHash`); only a use would tell (`unknown`); one came along, by
 * another value (`changed`); or all were issued here, or are certainly others (`other`).
 */
export type Fit = "same" | "takenInClear" | "takenAsHash" | "unknown" | "changed" | "other";

/** What says most about a secret comes first. */
const FITS: readonly Fit[] = ["same", "takenInClear", "takenAsHash", "unknown", "changed", "other"];

/** How a secret of a line fits those that work here, and which of them. Computes no hash of another system. */
export function fitOf(
  keys: SecretKeys,
  values: BroughtValues,
  secret: BroughtSecret,
  standing: readonly ClientSecret[],
): { fit: Fit; row: ClientSecret | undefined } {
  const fits = standing.map((row) => ({ row, fit: fitTo(keys, values, secret, row) }));
  const [best] = fits.sort((one, other) => FITS.indexOf(one.fit) - FITS.indexOf(other.fit));
  return best ?? { fit: "other", row: undefined };
}

function fitTo(keys: SecretKeys, values: BroughtValues, secret: BroughtSecret, row: ClientSecret): Fit {
  const value = valueIn(secret);
  if (secret.form === "digest" || value === undefined) return row.id === carriedId(secret) ? "same" : "other";
  const { oauthApplicationId, digest, imported } = row;
  if (isAmong(keys.candidates(oauthApplicationId, value), digest)) {
    return secret.form === "hash" ? "takenInClear" : "same";
  }
  if (!imported) return "other";
  const isFrom = values.isFrom(row, value);
  if (secret.form === "plain") {
    if (isFrom) return "takenAsHash";
    return isForeign(digest) ? "unknown" : "other";
  }
  if (isFrom === undefined) return "unknown";
  return isFrom ? "same" : "changed";
}

function carriedId(secret: BroughtSecret): string | undefined {
  return secret.form === "digest" ? secret.state.id : undefined;
}

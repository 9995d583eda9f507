import type { ClientSecret } from "../../../model/client-secret.js";
import type { LineReading } from "../../../model/imported-client.js";
import { isAmong, type SecretKeys } from "../../keys/secret-keys.js";
import { isForeign } from "../../secrets/foreign-digest.js";
import type { RotationState } from "../../secrets/rotation-state.js";
import type { BroughtClient, BroughtSecret } from "../brought-client.js";
import { isPreviousAt, secretName } from "./brought-secrets.js";
import { BroughtValues, valueIn } from "./brought-values.js";

/**
 * How a secret of a line stands to those that work here: it is one of them (`same`); one was taken from its value, but read
 * otherwise, as a secret (`takenInClear`) or as a hash (`takenAsHash`); only a use would tell (`unknown`); one came along, by
 * another value (`changed`); or all were issued here, or are certainly others (`other`).
 */
export type Fit = "same" | "takenInClear" | "takenAsHash" | "unknown" | "changed" | "other";

/** What says most about a secret comes first. */
const FITS: readonly Fit[] = ["same", "takenInClear", "takenAsHash", "unknown", "changed", "other"];

/** By these a secret of the line is one that works here, or may be. */
const MAYBE_HERE: readonly Fit[] = ["same", "takenInClear", "takenAsHash", "unknown"];

export function isMaybeHere(fit: Fit): boolean {
  return MAYBE_HERE.includes(fit);
}

/** As what a secret came. */
export type Came = "clear" | "hashed";

interface Fitting {
  fit: Fit;
  /** Undefined for one that does not work here, came as a digest, or of which nobody knows. */
  came?: Came;
}

/** A secret of a line beside those that work here. */
export interface FittedSecret extends Fitting {
  secret: BroughtSecret;
  /** What notes call it. */
  name: string;
  /** Whether its source had replaced it. */
  isPrevious: boolean;
  /** The one of them that it fits. */
  row: ClientSecret | undefined;
}

/** How the secrets of a line fit those that work here. Computes no hash of another system. */
export function fitsOf(
  keys: SecretKeys,
  { secrets, names }: Pick<BroughtClient, "secrets" | "names">,
  { current, previous }: RotationState,
  kept: LineReading["values"],
): FittedSecret[] {
  const values = new BroughtValues(keys, kept);
  const standing = [current, previous].filter((row) => row !== undefined);
  return secrets.map((secret, place) => {
    const fits = standing.map((row) => ({ row, ...fitTo(keys, values, secret, row) }));
    const [best = { row: undefined, fit: "other" as const }] = fits.sort(
      (one, other) => FITS.indexOf(one.fit) - FITS.indexOf(other.fit),
    );
    const isPrevious = isPreviousAt(secret, place);
    return { secret, name: secretName(secret, place, names), isPrevious, ...best };
  });
}

function fitTo(keys: SecretKeys, values: BroughtValues, secret: BroughtSecret, row: ClientSecret): Fitting {
  const value = valueIn(secret);
  if (secret.form === "digest" || value === undefined) return { fit: row.id === carriedId(secret) ? "same" : "other" };
  const { oauthApplicationId, digest, imported } = row;
  if (isAmong(keys.candidates(oauthApplicationId, value), digest)) {
    return { fit: secret.form === "hash" ? "takenInClear" : "same", came: "clear" };
  }
  if (!imported) return { fit: "other" };
  const isFrom = values.isFrom(row, value);
  if (secret.form === "plain") {
    if (isFrom) return { fit: "takenAsHash", came: "hashed" };
    return { fit: isForeign(digest) ? "unknown" : "other" };
  }
  if (isFrom === undefined) return { fit: "unknown" };
  return isFrom ? { fit: "same", came: "hashed" } : { fit: "changed" };
}

function carriedId(secret: BroughtSecret): string | undefined {
  return secret.form === "digest" ? secret.state.id : undefined;
}

import type { ClientSecret } from "../../../model/client-secret.js";
import type { LineReading } from "../../../model/imported-client.js";
import { isAmong, kidOf, type SecretKeys } from "../../keys/secret-keys.js";
import { isForeign, openHash } from "../../secrets/foreign-digest.js";
import type { BroughtSecret } from "../brought-client.js";

/** What a format puts before a value of which it was said that it is a hash. */
const SAID_TO_BE = /^\{sha(?:256|512)-(?:hex|base64)\}/;

/** A secret's value as its line has it, however it was read; undefined where only a digest of this product came. */
export function valueIn(secret: BroughtSecret): string | undefined {
  if (secret.form === "digest") return undefined;
  return secret.form === "hash" ? secret.text.replace(SAID_TO_BE, "") : secret.text;
}

/** From which values secrets were taken: what remains of a hash when its secret's own digest has replaced it. */
export class BroughtValues {
  constructor(
    private readonly keys: SecretKeys,
    /** Keyed digests, by the secrets' ids. */
    private readonly kept: LineReading["values"] = {},
  ) {}

  /** The same and this one. */
  with(row: ClientSecret | undefined, secret: BroughtSecret | undefined): BroughtValues {
    const value = secret && valueIn(secret);
    if (!row || value === undefined) return this;
    const digest = this.keys.digest(subjectOf(row), value);
    return new BroughtValues(this.keys, { ...this.toKeep, [row.id]: digest });
  }

  /** The same as far as the secrets of a line are of these values, under the first key. */
  renewed(rows: readonly (ClientSecret | undefined)[], secrets: readonly BroughtSecret[]): BroughtValues {
    let values: BroughtValues = this;
    for (const row of rows) {
      for (const secret of secrets) {
        const value = valueIn(secret);
        if (row && value !== undefined && this.isFrom(row, value)) values = values.with(row, secret);
      }
    }
    return values;
  }

  /** Whether a secret that works here was taken from this value; undefined where nobody knows. */
  isFrom(row: ClientSecret, value: string): boolean | undefined {
    if (isForeign(row.digest)) {
      const hash = this.opened(row);
      return hash === undefined ? undefined : hash.replace(SAID_TO_BE, "") === value;
    }
    const kept = this.kept?.[row.id];
    if (kept === undefined || !this.keys.kids.includes(kidOf(kept) ?? "")) return undefined;
    return isAmong(this.keys.candidates(subjectOf(row), value), kept);
  }

  /** What to keep of them. */
  get toKeep(): LineReading["values"] {
    return this.kept;
  }

  private opened(row: ClientSecret): string | undefined {
    try {
      return openHash(this.keys, row);
    } catch {
      // Its server key is gone, so that it works no more.
      return undefined;
    }
  }
}

/** Values are digested for another purpose than secrets, so that neither digest is one of the other. */
function subjectOf({ oauthApplicationId }: ClientSecret): string {
  return `${oauthApplicationId} brought`;
}

import type { ClientSecret } from "../../../model/client-secret.js";
import { unfitnessHere } from "../../foreign-hashes/notations.js";
import type { SecretKeys } from "../../keys/secret-keys.js";
import { isForeign, openHash } from "../../secrets/foreign-digest.js";
import type { RotationState } from "../../secrets/rotation-state.js";
import { asSentence, replacing } from "./replacing.js";
import type { FittedSecret } from "./secret-fits.js";

/**
 * Why no secret is ever found to be this one, going on from its hash: another version has taken it in, with other bounds. Undefined
 * of one that works.
 */
export function unfitnessOf(keys: SecretKeys, secret: ClientSecret | undefined): string | undefined {
  if (!secret || !isForeign(secret.digest)) return undefined;
  try {
    return unfitnessHere(openHash(keys, secret));
  } catch {
    // Its server key is gone, or another one's row was written over it: the log says so.
    return undefined;
  }
}

/** Says so of those of a line that are here. */
export function unfitNotes(keys: SecretKeys, fitting: readonly FittedSecret[], here: RotationState): string[] {
  return fitting.flatMap(({ fit, name, row }) => {
    const problem = fit === "same" ? unfitnessOf(keys, row) : undefined;
    if (problem === undefined) return [];
    return [`${name} lets nobody in here: its hash ${problem}. ${asSentence(replacing(row, here, "rotate it"))}`];
  });
}

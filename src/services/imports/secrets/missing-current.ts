import type { ClientSecret } from "../../../model/client-secret.js";
import type { MissingSecrets, SecretsReading } from "../../../model/imported-client.js";
import { kidOf, type SecretKeys } from "../../keys/secret-keys.js";
import { type RotationState, wasRevoked } from "../../secrets/rotation-state.js";
import { isUsable } from "../../secrets/usable.js";
import type { BroughtClient, BroughtSecret } from "../brought-client.js";
import { isOver } from "./brought-secrets.js";
import { until } from "./end-notes.js";
import { type FittedSecret, fitsOf, isMaybeHere } from "./secret-fits.js";
import { isOverThere } from "./source-ends.js";

// Of a client whose current secret was masked or missing in its line, the previous one came alone: it is the current one here,
// and whoever has the one that is current at the source is refused.

const COMES =
  "An import that has it brings it, unless one is issued or revoked here before; a rotation issues another.";
const UNTOLD =
  "Whether that of the line is the one which has stopped cannot be told, so that it does not come: a rotation issues another.";
const COMES_NO_MORE = "No import brings it any more: a rotation issues another.";

/**
 * Whether an import may still bring an application its first secret, or the current one beside the only one that it `had`, the
 * previous one: as long as nobody has issued another here or revoked that one, and it can be told from what a line has. Without
 * its server key it cannot, and what has ended does not come back.
 */
export function mayBring(
  keys: SecretKeys,
  { lacksCurrent }: MissingSecrets,
  [only, ...others]: readonly ClientSecret[],
): boolean {
  if (!only) return true;
  if (!lacksCurrent || !only.imported || others.length > 0 || wasRevoked(only)) return false;
  return keys.kids.includes(kidOf(only.digest) ?? "");
}

/** The current secret of a line, beside the previous one that its application has or had. One that may be that one is none. */
export function missingCurrent(
  keys: SecretKeys,
  client: BroughtClient,
  previous: ClientSecret,
  kept: SecretsReading["values"],
  now: number,
): BroughtSecret | undefined {
  const fitting = fitsOf(keys, client, { current: previous, previous: undefined }, kept);
  const found = fitting.find(({ isPrevious }) => !isPrevious);
  if (!found || isOver(found.secret, now)) return undefined;
  return isAnother(found, fitting, !isUsable(previous, now)) ? found.secret : undefined;
}

/** Whether it is not the previous one. Of one that has stopped only a comparison in clear counts, or that the line has it, too. */
function isAnother({ fit }: FittedSecret, fitting: readonly FittedSecret[], hasStopped: boolean): boolean {
  if (fit === "other" || (fit === "changed" && !hasStopped)) return true;
  const isBeside = fitting.some((one) => one.isPrevious && one.fit !== "unknown" && isMaybeHere(one.fit));
  return isBeside && (fit === "unknown" || fit === "changed");
}

/** Whether an application lacks the secret that is current at its source at `now`, by its line and the secrets that work here. */
export function lacksCurrent(
  missing: MissingSecrets,
  fitting: readonly FittedSecret[],
  { current }: RotationState,
  now: number,
): boolean {
  if (!missing.lacksCurrent || current?.imported === false) return false;
  return !fitting.some((fitted) => !fitted.isPrevious && (isMaybeHere(fitted.fit) || isOverThere(fitted, now)));
}

/** What is to be said then, and whether an import may still bring it; `isUntold` where the line has one that may be the previous one. */
export function missingCurrentNote(
  { current }: Pick<RotationState, "current">,
  isUntold: boolean,
  mayCome: boolean,
): string {
  const comes = isUntold ? UNTOLD : COMES;
  const here = current ? `what works here is the previous one${until(current)}` : "the previous one has stopped";
  return `Its current secret did not come: ${here}. ${mayCome ? comes : COMES_NO_MORE}`;
}

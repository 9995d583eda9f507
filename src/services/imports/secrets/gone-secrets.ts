import type { RotationState } from "../../secrets/rotation-state.js";
import type { BroughtClient } from "../brought-client.js";
import { type FittedSecret, isMaybeHere } from "./secret-fits.js";

// An import stops no secret. What came and is in its line no more may have been stopped at its source, and works here.

const ANOTHER_PROOF =
  "By its line the client authenticates by something else than a secret, such as a key of its own: the secret that came before still works here; retire it here.";

/** Whether both secrets came along, and the line has the previous one no more. */
export function lacksPrevious(fitting: readonly FittedSecret[], { current, previous }: RotationState): boolean {
  if (!current?.imported || !previous?.imported || fitting.length === 0) return false;
  // Of two that only a use would tell apart, one may be it.
  return !fitting.some(({ row, fit }) => {
    const isIt = row === previous && isMaybeHere(fit);
    return isIt || (fit === "unknown" && fitting.length > 1);
  });
}

/** Of a client that presents no secret any more at its source, as a list of one or none. */
export function anotherProofNote(
  { presentsKey }: Pick<BroughtClient, "presentsKey">,
  { current, previous }: RotationState,
): string[] {
  const came = [current, previous].some((secret) => secret?.imported);
  return presentsKey && came ? [ANOTHER_PROOF] : [];
}

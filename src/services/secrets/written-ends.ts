import { Patience } from "../../model/patience.js";
import { atMost } from "../patience.js";

/** How long an answer waits for the end of a secret to be written. */
const END_PATIENCE_MS = 1000;

/** Resolves when an end is written, or after a second: what time alone decides never fails for it. */
export async function whenWritten(end: Promise<unknown>): Promise<void> {
  await atMost(new Patience(undefined, END_PATIENCE_MS).left, end);
}

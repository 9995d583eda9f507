import { oneLineOf } from "./name.js";

/** How many characters of a client's software are kept. */
export const MAX_SOFTWARE_LENGTH = 256;

/** What most clients send: printable ASCII with single spaces. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** What a client calls itself, as it may be kept and shown: one line, cut; null when nothing is left of it. */
export function softwareName(text: string): string | null {
  if (text.length <= MAX_SOFTWARE_LENGTH && PLAIN.test(text)) return text;
  // Twice: the cut may halve a pair, or end in a space.
  return oneLineOf(oneLineOf(text).slice(0, MAX_SOFTWARE_LENGTH)) || null;
}

import type { FormatOptions } from "./formats/format.js";
import { FORMATS, type FormatName } from "./formats/formats.js";
import type { LookedAt, Recognized } from "./recognition.js";

/** What a file looks like, where that is another system's than was said. */
export function mistakenFor(
  from: FormatName,
  { recognized, first, envelope }: LookedAt,
  options: FormatOptions,
): Recognized | undefined {
  if (!recognized || recognized.writer === from) return undefined;
  const { writer } = recognized;
  // Hydra's clients are registrations with more.
  if (from === "hydra" && writer === "rfc7591") return undefined;
  // So are its answers to registrations, and a mapping may be of anybody's fields.
  const mayBe = from === "table" || (from === "rfc7591" && writer === "hydra" && envelope === undefined);
  const isRead = mayBe && first && FORMATS[from].clientIdOf(first, options) !== null;
  return isRead ? undefined : recognized;
}

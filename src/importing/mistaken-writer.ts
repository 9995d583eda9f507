import type { FormatOptions } from "./formats/format.js";
import { FORMAT_NAMES, FORMATS, type FormatName } from "./formats/formats.js";
import type { LookedAt, Recognized } from "./recognition.js";

/** What a file looks like, in words, where that is another system's than was said, and by which `--from` it may be read. */
export interface Mistaken {
  name: string;
  writers: readonly FormatName[];
}

/** Fields by which what has no `client_id` is told for a client all the same. */
const REGISTRATION_FIELDS = ["client_secret", "client_name", "redirect_uris", "grant_types"];

export function mistakenFor(from: FormatName, looked: LookedAt, options: FormatOptions): Mistaken | undefined {
  const { recognized } = looked;
  // Of a table it is said which columns are missing.
  if (!recognized) return from === "table" ? undefined : byIds(from, looked, options);
  const { writer, name } = recognized;
  return writer === from || mayBe(from, writer, looked, options) ? undefined : { name, writers: [writer] };
}

/** Whether what one system wrote may be read as another's. */
function mayBe(
  from: FormatName,
  writer: Recognized["writer"],
  { first, envelope }: LookedAt,
  options: FormatOptions,
): boolean {
  // Hydra's clients are registrations with more.
  if (from === "hydra" && writer === "rfc7591") return true;
  // So are its answers to registrations, and a mapping may be of anybody's fields.
  const isOpen = from === "table" || (from === "rfc7591" && writer === "hydra" && envelope === undefined);
  return isOpen && first !== undefined && FORMATS[from].clientIdOf(first, options) !== null;
}

/** Of what has nobody's signs and no client as it was said: whose clients have their ids where these have. */
function byIds(from: FormatName, { names }: LookedAt, options: FormatOptions): Mistaken | undefined {
  const ids = FORMATS[from].idFields(options);
  if (ids.some((id) => names.has(id))) return undefined;
  const others = FORMAT_NAMES.filter((other) => other !== from && other !== "table");
  const havingAt = (place: number) => others.filter((other) => names.has(FORMATS[other].idFields({})[place] ?? ""));
  // Many have an `id` that is not the client's: realms, and rows of any table.
  const isRegistration = REGISTRATION_FIELDS.some((field) => names.has(field));
  const writers = [havingAt(0), ...(isRegistration ? [havingAt(1)] : [])].find((some) => some.length > 0);
  return writers && { name: `clients of another system, since none has ${ids.join(" or ")}`, writers };
}

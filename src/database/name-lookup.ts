import type { Reader } from "./reader.js";

/** The widest part of a name that is in the index as it is; of wider ones each so many characters in a row are. */
export const GRAM_WIDTH = 3;

/** So many tell the longest part from others well enough. */
const MAX_GRAMS = 32;

/**
 * SQL for the ids of all applications of an organization whose name can contain a part, and its parameters; some of
 * them do not contain it.
 */
export function nameLookup({ engine }: Reader, organizationId: string, part: string) {
  return {
    sql: `SELECT oauth_application_id AS id FROM application_names WHERE ${engine.hasGrams}`,
    parameters: { grams: engine.grams(organizationId, gramsOf([...part])) },
  };
}

/** The fewest that cover a part: each costs the length of its list, and most names can have the same beginning. */
function gramsOf(characters: string[]): string[] {
  const last = Math.max(0, characters.length - GRAM_WIDTH);
  const starts = Array.from({ length: Math.ceil(last / GRAM_WIDTH) + 1 }, (_, index) =>
    Math.min(index * GRAM_WIDTH, last),
  );
  const grams = starts.map((start) => characters.slice(start, start + GRAM_WIDTH).join(""));
  return [...new Set(grams)].slice(0, MAX_GRAMS);
}

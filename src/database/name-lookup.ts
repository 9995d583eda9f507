import type { Reader } from "./reader.js";

/** The index of names has every part of up to so many characters. */
export const GRAM_WIDTH = 3;

/** How many grams are asked for: enough to tell the longest part from others. */
const MAX_GRAMS = 32;

/**
 * SQL for the ids of an organization's applications whose names may contain a part, and its parameters. Some of the
 * names may not contain it.
 */
export function nameLookup({ engine }: Reader, organizationId: string, part: string) {
  return {
    sql: `SELECT oauth_application_id AS id FROM application_names WHERE ${engine.hasGrams}`,
    parameters: { grams: engine.grams(organizationId, gramsOf([...part])) },
  };
}

/** The fewest grams that cover a part: each costs the length of its list, which may be long for common beginnings. */
function gramsOf(characters: string[]): string[] {
  const last = Math.max(0, characters.length - GRAM_WIDTH);
  const starts = Array.from({ length: Math.ceil(last / GRAM_WIDTH) + 1 }, (_, index) =>
    Math.min(index * GRAM_WIDTH, last),
  );
  const grams = starts.map((start) => characters.slice(start, start + GRAM_WIDTH).join(""));
  return [...new Set(grams)].slice(0, MAX_GRAMS);
}

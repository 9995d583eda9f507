import { GRAM_WIDTH } from "./name-index.js";

/** So many tell the longest part from others well enough. */
const MAX_GRAMS = 32;

/** SQL for the ids of all applications whose name can have a part, given its `:grams`; some of them do not have it. */
export function nameLookup(isPostgres: boolean): string {
  const condition = isPostgres ? "name_grams(organization_id, name_key) @> :grams" : "application_names MATCH :grams";
  return `SELECT oauth_application_id AS id FROM application_names WHERE ${condition}`;
}

/** What the index of names has for every application of the organization with this part in its name. */
export function nameGrams(isPostgres: boolean, organizationId: string, part: string): string[] | string {
  const grams = gramsOf([...part]);
  if (isPostgres) return grams.map((gram) => `${organizationId}_${gram}`);
  return grams.map((gram) => `"${organizationId}_${Buffer.from(gram).toString("hex")}"`).join(" AND ");
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

import { GRAM_WIDTH } from "./name-index.js";

/** Long parts are told apart by less than all of them. */
const MAX_GRAMS = 32;

/** SQL for the ids of all applications whose name can have a part, given its `:grams`; some of them do not have it. */
export function nameLookup(isPostgres: boolean): string {
  const condition = isPostgres ? "name_grams(organization_id, name_key) @> :grams" : "application_names MATCH :grams";
  return `SELECT oauth_application_id AS id FROM application_names WHERE ${condition}`;
}

/** What the index of names has for every application of the organization with this part in its name. */
export function nameGrams(isPostgres: boolean, organizationId: string, part: string): string[] | string {
  const characters = [...part];
  const width = Math.min(GRAM_WIDTH, characters.length);
  const all = characters.slice(width - 1).map((_, index) => characters.slice(index, index + width).join(""));
  const grams = [...new Set(all)].slice(0, MAX_GRAMS);
  if (isPostgres) return grams.map((gram) => `${organizationId}_${gram}`);
  return grams.map((gram) => `"${organizationId}_${Buffer.from(gram).toString("hex")}"`).join(" AND ");
}

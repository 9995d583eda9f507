import type { Parameters } from "./engine.js";
import type { Reader } from "./reader.js";

/** How many rows found by an index are sorted or counted. */
export const FEW = 10_000;

/** Finds rows that may pass a filter by an index. */
export interface Lookup {
  /** Whether the index finds all rows before it answers the first, as that of names on PostgreSQL. */
  isGuess: boolean;
  /** Answers their ids, as `anyOf` takes them; undefined when there are too many. Asks once. */
  find(reader: Reader): Promise<unknown>;
}

/** `selects` answer ids, each in the order of its index: with it, no planner prefers to read the table. */
export function lookupOf(selects: readonly string[], parameters: Parameters, isGuess: boolean): Lookup {
  const branches = selects.map((select, index) => `SELECT id FROM (${select} LIMIT ${FEW + 1}) found_${index}`);
  const first = `SELECT id FROM (${branches.join(" UNION ALL ")}) found LIMIT ${FEW + 1}`;
  const find = async (reader: Reader) => {
    const text = `SELECT COUNT(*) AS items, ${reader.listOf("id")} AS ids FROM (${first}) first_found`;
    const [row] = await reader.rows(text, parameters);
    return Number(row?.items) > FEW ? undefined : row?.ids;
  };
  let found: Promise<unknown> | undefined;
  return {
    isGuess,
    find(reader) {
      found ??= find(reader);
      return found;
    },
  };
}

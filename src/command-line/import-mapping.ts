import { readFile } from "node:fs/promises";
import { fileProblem } from "../file-problems.js";
import { type Mapping, mappingOf } from "../importing/mappings/mapping.js";
import { lookAtColumns } from "../importing/mappings/missing-columns.js";
import { SHIPPED_MAPPINGS } from "../importing/mappings/shipped.js";
import type { LookedAt } from "../importing/recognition.js";
import { DomainError } from "../model/domain-error.js";
import type { Misuse } from "./terminal.js";

/** The names of the mappings that are shipped. */
export const SHIPPED_NAMES = Object.keys(SHIPPED_MAPPINGS).join(", ");

/** The mapping of this name, or that a file has. */
export async function readMapping(name: string, misuse: Misuse): Promise<Mapping> {
  const shipped = Object.hasOwn(SHIPPED_MAPPINGS, name) ? SHIPPED_MAPPINGS[name] : undefined;
  if (shipped) return shipped;
  const text = await readFile(name, "utf8").catch((error: unknown) =>
    misuse(`--mapping: ${name} cannot be read: ${fileProblem(error)}; shipped are ${SHIPPED_NAMES}`),
  );
  try {
    return mappingOf(text);
  } catch (error) {
    if (error instanceof DomainError) return misuse(`--mapping: ${error.message}`);
    throw error;
  }
}

/** The bytes of a table, whose columns have been looked at: what a mapping does not find would be as if it were not said. */
export async function demandColumns(
  { bytes: pieces, recognized }: LookedAt,
  mapping: Mapping,
  misuse: Misuse,
): Promise<AsyncIterable<Buffer>> {
  const { missing, bytes } = await lookAtColumns(pieces, mapping);
  if (missing.length === 0) return bytes;
  const isForeign = recognized && recognized.writer !== "table";
  const like = isForeign ? `, which looks like ${recognized.name} (--from ${recognized.writer}),` : "";
  return misuse(
    `the file${like} has no column ${missing.join(", ")}; where the mapping is right, its "optional" says so`,
  );
}

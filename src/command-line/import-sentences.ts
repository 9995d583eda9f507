import type { Format } from "../importing/formats/format.js";
import type { OpenEnd } from "../importing/reading/item.js";
import type { ImportedFile } from "./import-run.js";

const OF_END: Record<OpenEnd, string> = {
  cut: "The file ends in the middle: what was behind that has not come. Get it as a whole, and import that.",
  quoted:
    "The file ends within a quoted field: it was cut off there, or a quotation mark is missing before, and what was behind has not come. Get it as a whole, or mend the line that the report names, and import that.",
  unsure:
    "The last line of the file has no line break: look whether it is there as a whole, since a file that was cut off would end so, too.",
};

/** How a file ends that may have been cut off, as a list of one sentence or none. */
export function endOf({ end }: ImportedFile): string[] {
  return end ? [OF_END[end]] : [];
}

/** What whoever runs an import has to know besides its report: a sentence each, none where all is well. */
export function sentencesOf(file: ImportedFile, format: Format): string[] {
  return [...endOf(file), ...sentencesOfClients(file, format)];
}

function sentencesOfClients({ tally, hasSecrets }: ImportedFile, { secretsAdvice }: Format): string[] {
  const { lines, leftOut, withoutSecret } = tally;
  if (lines === 0) return ["There is no client in the file."];
  if (lines === leftOut) return ["There is no client in the file but those that were left out."];
  if (withoutSecret === 0) return [];
  const who = withoutSecret === 1 ? "1 confidential client has" : `${withoutSecret} confidential clients have`;
  return [
    `${who} no secret that works here, or none but a previous one; the report says of each whether an import still brings one.`,
    // A rotation cannot be taken back: what is in another file comes first.
    `${hasSecrets ? "" : "No secret was found in the file. "}${secretsAdvice} Where the report says that an import brings it, first import a file that has theirs; then issue one (rotateSecret, with previousSecret: KEEP where the previous one may be in use) to those that are left, and give it to its client: from then on no import brings one.`,
  ];
}

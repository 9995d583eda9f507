import type { Format } from "../importing/formats/format.js";
import type { ImportedFile } from "./import-run.js";

/** What whoever runs an import has to know besides its report: a sentence each, none where all is well. */
export function sentencesOf({ tally, hasSecrets }: ImportedFile, { secretsAdvice }: Format): string[] {
  const { lines, leftOut, withoutSecret } = tally;
  if (lines === 0) return ["There is no client in the file."];
  if (lines === leftOut) return ["There is no client in the file but those that were left out."];
  if (withoutSecret === 0) return [];
  const who = withoutSecret === 1 ? "1 confidential client has" : `${withoutSecret} confidential clients have`;
  return [
    `${who} no secret that works here, or none but a previous one: rotate the secret, and give the new one to its client.`,
    ...(hasSecrets
      ? []
      : [
          `No secret was found in the file. ${secretsAdvice} Imported again, clients that never had a secret here get theirs.`,
        ]),
  ];
}

import type { Answer } from "./graphql-client.js";

/** How many answers have each error code; answers without an error count as `OK`. */
export function outcomes(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { errors } of answers) {
    const code = errors[0]?.extensions.code ?? "OK";
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

/** The plaintexts of the rotations that succeeded. */
export function plaintexts(answers: readonly Answer[]): string[] {
  return answers.flatMap(({ data }) => data?.rotateSecret?.clientSecret ?? []);
}

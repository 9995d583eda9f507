import { runCommandWith } from "./command.js";

/**
 * Runs the command `import` over a text on standard input, inside the test's process. Answers its report, one element for
 * each line: the last one is the summary.
 */
export async function importText(
  env: Record<string, string>,
  { slug }: { slug: string },
  text: string,
  ...args: string[]
) {
  const result = await runCommandWith(text, env, "import", "-", "--organization", slug, ...args);
  const report = result.stdout.split("\n").filter((line) => line !== "");
  return { ...result, report: report.map((line) => JSON.parse(line)) };
}

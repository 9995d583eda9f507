import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { buildSchema, GraphQLError, parse, validate } from "graphql";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const read = (path: string) => readFile(join(ROOT, path), "utf8");

/** The lines of a document that are code, without comments of a shell. A front end's code is checked with its types. */
function codeLinesOf(text: string): string[] {
  const blocks = [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)]
    .filter(([, language = ""]) => ["", "bash", "graphql"].includes(language))
    .map(([, , code = ""]) => code);
  const prose = text.replaceAll(/^```.*?^```$/gms, "");
  const indented = [...prose.matchAll(/^ {4}(.*)$/gm)].map(([, line = ""]) => line);
  return [...blocks.flatMap((code) => code.split("\n")), ...indented].map((line) => line.replace(/\s+# .*$/, ""));
}

/** The operation that a line sends, in a shell's quotes or as it is. */
function operationIn(line: string): string {
  const bare = line.replaceAll(/\\+"/g, '"').trim();
  return /^ask "(.*)"$/.exec(bare)?.[1] ?? /"query":"(.*)"\}['"]$/.exec(bare)?.[1] ?? bare;
}

it("every operation that the documents give to paste is one, and fits the schema", async () => {
  const schema = buildSchema(await read("schema.graphql"));
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}),
  );
  const asks = new RegExp(`\\b(?:${roots.join("|")}) ?[({]`);
  const documents = (await readdir(join(ROOT, "docs"))).filter((name) => name.endsWith(".md"));
  const wrong: string[] = [];
  let found = 0;
  for (const path of ["README.md", ...documents.map((name) => `docs/${name}`)]) {
    for (const line of codeLinesOf(await read(path)).filter((one) => asks.test(one))) {
      found += 1;
      for (const { message } of problemsOf(operationIn(line))) wrong.push(`${path}: ${message}: ${line}`);
    }
  }
  expect(found).toBeGreaterThan(8);
  expect(wrong).toEqual([]);

  function problemsOf(operation: string): readonly GraphQLError[] {
    try {
      return validate(schema, parse(operation));
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  }
});

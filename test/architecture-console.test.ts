import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { generate } from "@graphql-codegen/cli";
import { expect, it } from "vitest";
import config from "../src/console/codegen.js";

const ROOT = join(import.meta.dirname, "..");
const GENERATED = "src/console/api/gql/";

it("the console's types are those that schema.graphql and its documents make", async () => {
  const outputs = (await generate({ ...config, cwd: ROOT }, false)) as { filename: string; content: string }[];
  expect(outputs.map(({ filename }) => filename).toSorted()).toEqual(
    (await readdir(join(ROOT, GENERATED))).map((name) => GENERATED + name).toSorted(),
  );
  for (const { filename, content } of outputs) {
    expect(await readFile(join(ROOT, filename), "utf8"), `${filename}: npm run schema makes it anew`).toBe(content);
  }
});

import { copyFile, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSchema } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runTool, TOOLS } from "../support/processes/tools.js";
import { partsOf } from "../support/schema/schema-parts.js";

const SCHEMA = join(import.meta.dirname, "..", "..", "schema.graphql");

const SETTINGS = {
  schema: "schema.graphql",
  extensions: {
    "graphql-markdown": {
      ...{ rootPath: "docs", baseURL: "api", linkRoot: "/" },
      loaders: { GraphQLFileLoader: "@graphql-tools/graphql-file-loader" },
    },
  },
};

/** A page of Markdown as it is read: without the entities that protect it from being markup. */
function readable(page: string): string {
  return page
    .replace(/&#x([0-9a-f]+);/gi, (_entity, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll("\\", "");
}

describe("the documentation that graphql-markdown generates from schema.graphql", () => {
  let folder: string;
  /** By path below the documentation's root, without the ending. */
  const pages = new Map<string, string>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "gateway-documentation-"));
    await copyFile(SCHEMA, join(folder, "schema.graphql"));
    await writeFile(join(folder, "graphql.config.json"), JSON.stringify(SETTINGS));
    // It looks for its loader where it is started.
    await symlink(join(TOOLS, "node_modules"), join(folder, "node_modules"));
    await runTool("gqlmd", ["graphql-to-doc"], folder);
    const root = join(folder, "docs");
    for (const entry of await readdir(root, { recursive: true })) {
      if (/\.mdx?$/.test(entry)) {
        pages.set(entry.replace(/\.mdx?$/, ""), readable(await readFile(join(root, entry), "utf8")));
      }
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("shows the description of everything in the schema", async () => {
    const text = [...pages.values()].join("\n");
    const parts = partsOf(buildSchema(await readFile(SCHEMA, "utf8")));
    // The root types have no page of their own: their fields have.
    const documented = parts.filter(({ coordinate }) => coordinate !== "Query" && coordinate !== "Mutation");
    const missing = documented.filter(({ description }) => !text.includes(readable(description)));
    expect(documented.length).toBeGreaterThan(300);
    expect(missing.map(({ coordinate }) => coordinate)).toEqual([]);
  });

  it("has no link that leads nowhere", () => {
    const dead = [...pages].flatMap(([path, page]) =>
      [...page.matchAll(/\]\(\/(api\/[^)#]+)/g)]
        .filter(([, target]) => !pages.has(target ?? ""))
        .map(([link]) => `${path}: ${link}`),
    );
    expect(pages.size).toBeGreaterThan(80);
    expect(dead).toEqual([]);
  });
});

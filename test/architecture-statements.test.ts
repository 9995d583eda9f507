import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const SOURCES = join(import.meta.dirname, "../src");

/** What gives a statement a parameter for each element of a list. A list is one parameter: `anyOf`, `insert`, `upsert`. */
const ONE_EACH: Record<string, RegExp> = {
  "TypeORM's In": /import[^;]*\bIn\b[^;]*from "typeorm"/,
  "a list spread by TypeORM": /:\.\.\./,
  "keys in a list": /\b(?:whereInIds|andWhereInIds|findByIds)\b/,
  "rows in a list": /\.values\(\s*(?:\[|\w+\.map)|manager\s*\.(?:insert|upsert|save|remove)\(\s*\w+,\s*(?:\[|\w+\.map)/,
  "rows of places": /VALUES \$/,
};

const PLANTED: Record<string, string> = {
  "TypeORM's In": 'import { type EntityManager, In, IsNull } from "typeorm";',
  "a list spread by TypeORM": 'builder.where("id IN (:...ids)", { ids });',
  "keys in a list": "builder.whereInIds(ids);",
  "rows in a list": "manager.insert(ApiToken, rows.map((row) => row));",
  "rows of places": "`INSERT INTO t VALUES $".concat("{places.join()}`"),
};

function breachesIn(text: string): string[] {
  return Object.keys(ONE_EACH).filter((name) => ONE_EACH[name]?.test(text));
}

describe("the number of a statement's parameters", () => {
  // SQLite takes 32,766 and PostgreSQL 65,535: what data decides is one day more.
  it("never depends on data", async () => {
    const names = (await readdir(SOURCES, { recursive: true })).filter((name) => name.endsWith(".ts"));
    expect(names.length).toBeGreaterThan(100);
    const found = [];
    for (const name of names) {
      found.push(...breachesIn(await readFile(join(SOURCES, name), "utf8")).map((breach) => `${name}: ${breach}`));
    }
    expect(found).toEqual([]);
  });

  it.each(Object.entries(PLANTED))("is found to depend on data by %s", (name, text) => {
    expect(breachesIn(text)).toEqual([name]);
  });
});

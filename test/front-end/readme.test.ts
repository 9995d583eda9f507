import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { advice } from "./app/advice.js";
import type { GatewayError } from "./app/gateway-errors.js";

const ROOT = join(import.meta.dirname, "../..");

describe("docs/front-ends.md", () => {
  let section: string;
  let document: string;

  beforeAll(async () => {
    document = await readFile(join(ROOT, "docs/front-ends.md"), "utf8");
    section = /^## Types, cache and components\n.*/ms.exec(document)?.[0] ?? "";
  });

  /** What the other tests here compile and run. */
  const files = ["codegen.ts", "app/rotation-badge.tsx", "app/apollo-client.ts", "app/gateway-errors.ts"];

  it("shows the code that is run here, to the letter, and no other", async () => {
    const blocks = [...document.matchAll(/^```tsx?\n(.*?)^```$/gms)].map(([, code]) => code);
    expect(blocks).toEqual(await Promise.all(files.map((file) => readFile(join(import.meta.dirname, file), "utf8"))));
    for (const file of files) expect(section).toContain(`\`${file}\``);
  });

  it("names the packages that are used here", async () => {
    const { dependencies, devDependencies } = JSON.parse(
      await readFile(join(import.meta.dirname, "package.json"), "utf8"),
    );
    const [used = "", forDevelopment = ""] = [...section.matchAll(/npm install (.*)/g)].map(([, names]) => names);
    expect(used.split(" ").sort()).toEqual(Object.keys(dependencies).sort());
    expect(Object.keys(devDependencies)).toEqual(expect.arrayContaining(forDevelopment.split(" ").slice(1)));
  });

  it("lists the codes of the union, each known to the whole table of errors, each with something to do", () => {
    const union = [...section.matchAll(/code: ("[A-Z_]+"(?: \| "[A-Z_]+")*)/g)].flatMap(([, codes = ""]) =>
      codes.split(" | ").map((code) => code.slice(1, -1)),
    );
    const rows = [...section.matchAll(/^\| `([A-Z_]+)` \| \S.* \| \S.* \|$/gm)].map(([, code]) => code);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.sort()).toEqual(union.sort());
    const errors = /^## Errors\n.*?(?=^## )/ms.exec(document)?.[0] ?? "";
    for (const code of rows) {
      expect(errors).toContain(`\`${code}\``);
      expect(advice({ code, message: "x" } as GatewayError)).toMatch(/\w/);
    }
  });
});

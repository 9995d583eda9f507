import { readdir, readFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { REFUSALS } from "./mishaps.js";
import { advice } from "./src/advice.js";
import type { GatewayError } from "./src/gateway-errors.js";

const ROOT = join(import.meta.dirname, "../..");

describe("docs/react.md", () => {
  let page: string;
  let errors: string;
  const blocks = new Map<string, string>();

  beforeAll(async () => {
    page = await readFile(join(ROOT, "docs/react.md"), "utf8");
    const frontEnds = await readFile(join(ROOT, "docs/front-ends.md"), "utf8");
    errors = /^## Errors\n.*?(?=^## )/ms.exec(frontEnds)?.[0] ?? "";
    // Each block belongs to the last file that is named before it.
    const parts = page.split(/^```/m);
    for (const [index, part] of parts.entries()) {
      const [, code] = /^tsx?\n(.*)$/s.exec(part) ?? [];
      const name = [...(parts[index - 1] ?? "").matchAll(/^`((?:src\/)?[\w-]+\.tsx?)`|`(src\/[\w-]+\.tsx?)` /gm)].at(
        -1,
      );
      if (code !== undefined) blocks.set(name?.[1] ?? name?.[2] ?? "", code);
    }
  });

  it("shows all the code that is run here, to the letter, and no other", async () => {
    const sources = (await readdir(join(import.meta.dirname, "src"))).filter((name) => /\.tsx?$/.test(name));
    const files = ["codegen.ts", ...sources.map((name) => `src/${name}`)].sort();
    expect([...blocks.keys()].sort()).toEqual(files);
    for (const [file, code] of blocks) {
      expect(code, file).toBe(await readFile(join(import.meta.dirname, file), "utf8"));
    }
  });

  it("installs what that code needs, types too, and what is used here", async () => {
    const installed = [...page.matchAll(/^ {4}npm install (?:-D )?(.*)$/gm)].flatMap(([, names = ""]) =>
      names.split(" "),
    );
    const { dependencies, devDependencies } = JSON.parse(
      await readFile(join(import.meta.dirname, "package.json"), "utf8"),
    );
    expect({ ...dependencies, ...devDependencies }).toMatchObject(
      Object.fromEntries(installed.map((name) => [name, expect.any(String)])),
    );
    const code = [...blocks.values()].join("\n");
    const imported = [...code.matchAll(/from "(@[\w-]+\/[\w-]+|[\w-]+)[^"]*"/g)].map(([, name = ""]) => name);
    const needed = new Set([...imported, "typescript", "@graphql-codegen/client-preset"]);
    for (const name of imported) if (`@types/${name}` in devDependencies) needed.add(`@types/${name}`);
    if (/\bprocess\.env\b/.test(code)) needed.add("@types/node");
    expect(installed).toEqual(expect.arrayContaining([...needed].filter((name) => !builtinModules.includes(name))));
  });

  it("lists the codes of the union, all of the table of errors, each with something to do, and tested here", () => {
    const codesIn = (text: string, pattern: RegExp) =>
      [...new Set([...text.matchAll(pattern)].flatMap(([, codes = ""]) => codes.match(/[A-Z_]+/g) ?? []))].sort();
    const union = codesIn(page, /code: ("[A-Z_]+"(?: \| "[A-Z_]+")*)/g);
    const rows = codesIn(page, /^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \| \S.* \| \S.* \|$/gm);
    const gateways = codesIn(errors, /^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|/gm);
    expect(rows).toEqual(union);
    expect([...gateways, "NO_ANSWER"].sort()).toEqual(union);
    expect([...new Set(REFUSALS.map(({ code }) => code))].sort()).toEqual(gateways);
    for (const code of union) expect(advice({ code, message: "x" } as GatewayError)).toMatch(/\w/);
  });
});

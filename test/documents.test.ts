import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { PRODUCT_VERSION } from "../src/model/product-version.js";

const ROOT = join(import.meta.dirname, "..");
const RECORDS = "docs/decisions";

const read = (path: string) => readFile(join(ROOT, path), "utf8");

/** A heading's anchor, as GitHub makes it. */
function anchorOf(heading: string): string {
  const text = heading.replaceAll(/`|\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
  return text.replaceAll(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-");
}

/** A document without its blocks of code. */
function prose(text: string): string {
  return text.replaceAll(/^```.*?^```$/gms, "").replaceAll(/^ {4}.*$/gm, "");
}

/** What CONTRIBUTING.md puts in the typewriter's letters and nobody has written yet. */
const NO_CODE = ["supportUrl"];

describe("the documents", () => {
  const documents = new Map<string, string>();
  let tracked: string[];

  beforeAll(async () => {
    const { stdout } = await promisify(execFile)("git", ["ls-files", "-co", "--exclude-standard"], { cwd: ROOT });
    tracked = stdout.split("\n").filter((path) => path !== "" && existsSync(join(ROOT, path)));
    for (const path of tracked.filter((name) => name.endsWith(".md"))) documents.set(path, await read(path));
  });

  it("have no link that leads nowhere", () => {
    const dead: string[] = [];
    for (const [path, text] of documents) {
      for (const [, target = "", anchor] of prose(text).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)) {
        const file = target === "" ? path : normalize(join(dirname(path), target));
        const headings = [...(documents.get(file) ?? "").matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
          anchorOf(title),
        );
        const isThere = existsSync(join(ROOT, file)) && (anchor === undefined || headings.includes(anchor));
        if (!isThere) dead.push(`${path}: ${target}#${anchor ?? ""}`);
      }
    }
    expect(documents.size).toBeGreaterThan(15);
    expect(dead).toEqual([]);
  });

  it("begin with a README that can be read in one sitting", () => {
    expect(documents.get("README.md")?.split("\n").length).toBeLessThanOrEqual(250);
  });

  it("name no file that is not there", () => {
    const names = new Set(tracked.map((path) => path.slice(path.lastIndexOf("/") + 1)));
    const missing: string[] = [];
    for (const [path, text] of documents) {
      if (path === "CHANGELOG.md") continue;
      for (const [, name = ""] of prose(text).matchAll(/`([\w./*-]+\.(?:ts|tsx|mjs|cjs|graphql|md))`/g)) {
        const pattern = new RegExp(`^(?:.*/)?${name.replaceAll(".", "\\.").replaceAll("*", "[^/]*")}$`);
        const isThere = name.includes("/") ? tracked.some((one) => pattern.test(one)) : names.has(name);
        if (!isThere) missing.push(`${path}: ${name}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it("name nothing in CONTRIBUTING.md that is not in the code", async () => {
    const sources = tracked.filter((path) => /^(?:src|test\/.*\/).*\.(?:tsx?|mjs)$/.test(path));
    const words = new Set((await Promise.all(sources.map(read))).flatMap((text) => text.match(/[\w$]+/g) ?? []));
    const said = [...prose(documents.get("CONTRIBUTING.md") ?? "").matchAll(/`([^`]+)`/g)]
      .map(([, text = ""]) => text)
      .filter((text) => !/^(?:npm|npx|node|git) /.test(text));
    const names = said.flatMap((text) => /^@?([A-Za-z]\w*(?:\.[A-Za-z]\w*)*)(?=[(: ]|$)/.exec(text)?.[1] ?? []);
    const folders = said.filter((text) => /^(?:src|test|docs)\/.*\/$/.test(text));
    const isThere = (name: string) => /\.(?:ts|md)\b/.test(name) || name.split(".").every((part) => words.has(part));
    expect(names.length).toBeGreaterThan(40);
    expect(names.filter((name) => !isThere(name) && !NO_CODE.includes(name))).toEqual([]);
    expect(folders.filter((folder) => !existsSync(join(ROOT, folder)))).toEqual([]);
  });

  it("name no command of npm that is not there", async () => {
    const { scripts } = JSON.parse(await read("package.json"));
    const missing = [...documents].flatMap(([path, text]) =>
      [...text.matchAll(/npm run (?:-s )?([\w:-]*\w)/g)]
        .filter(([, name = ""]) => !(name in scripts))
        .map(([, name]) => `${path}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it("list every decision, each with what was rejected", async () => {
    const index = await read(`${RECORDS}/README.md`);
    const records = (await readdir(join(ROOT, RECORDS))).filter((name) => name !== "README.md").toSorted();
    expect(records.length).toBeGreaterThanOrEqual(10);
    for (const [position, name] of records.entries()) {
      expect(Number.parseInt(name, 10)).toBe(position + 1);
      expect(index).toContain(`(${name})`);
      expect(await read(`${RECORDS}/${name}`)).toMatch(
        new RegExp(`^# ${position + 1}\\. .*^## Context$.*^## Decision$.*^## Rejected$.*^## `, "ms"),
      );
    }
  });
});

/** Words of GLOSSARY.md's right column that are right in the code where they mean something else. */
const ELSEWHERE = [
  ...["account", "instance", "app", "client", "key", "password", "active", "enabled", "idle", "bearer", "session"],
  ...["root", "subject", "viewer", "scope", "filter", "interface", "adapter", "failure", "hash", "mutation", "batch"],
  ...["timeout", "complexity", "weight", "garbage collection"],
];

/** Made of the schema by codegen, with codegen's words and white space. */
const GENERATED = "console/api/gql/";

it("the code says no word that the glossary avoids", async () => {
  const avoided = [...(await read("GLOSSARY.md")).matchAll(/^\| .* \| .* \| (.+) \|$/gm)]
    .flatMap(([, words = ""]) => words.replaceAll(/\(.*?\)|\bbut .*?(?=[,;]|$)/g, "").split(/[,;]/))
    .map((word) => word.trim())
    .filter((word) => word !== "" && word !== "not" && !ELSEWHERE.includes(word));
  expect(avoided.length).toBeGreaterThan(30);
  const said: string[] = [];
  for (const path of await readdir(join(ROOT, "src"), { recursive: true })) {
    if (!/\.tsx?$/.test(path) || path.startsWith(GENERATED)) continue;
    const text = await read(`src/${path}`);
    for (const word of avoided) if (new RegExp(`\\b${word}s?\\b`, "i").test(text)) said.push(`${path}: ${word}`);
  }
  expect(said).toEqual([]);
});

describe("the version", () => {
  it("is the same in package.json, in its lock file and in the code", async () => {
    const { version } = JSON.parse(await read("package.json"));
    const lock = JSON.parse(await read("package-lock.json"));
    expect([lock.version, lock.packages[""].version, PRODUCT_VERSION]).toEqual([version, version, version]);
  });

  it("is that of the changelog's newest release, whose headings are dated, newest first", async () => {
    const { version } = JSON.parse(await read("package.json"));
    const headings = [...(await read("CHANGELOG.md")).matchAll(/^## (.*)$/gm)].map(([, title = ""]) => title);
    const releases = headings.filter((title, position) => position > 0 || title !== "Unreleased");
    const dates = releases.map((title) => /^\[?\d+\.\d+\.\d+\]? - (\d{4}-\d\d-\d\d)$/.exec(title)?.[1] ?? title);
    expect(dates.filter((date) => Number.isNaN(Date.parse(date)))).toEqual([]);
    expect(dates).toEqual(dates.toSorted().reverse());
    // Before the first release there is no heading to compare with.
    if (releases.length > 0) expect(releases[0]?.replaceAll(/[[\]]| .*/g, "")).toBe(version);
  });
});

it(".editorconfig says what Biome formats by", async () => {
  const { formatter } = JSON.parse(await read(".biome.json"));
  const settings = Object.fromEntries(
    [...(await read(".editorconfig")).replace(/\[\*\.md\].*/s, "").matchAll(/^(\w+) = (.*)$/gm)].map(
      ([, key, value]) => [key, value],
    ),
  );
  expect(settings).toMatchObject({
    indent_style: formatter.indentStyle,
    indent_size: String(formatter.indentWidth),
    max_line_length: String(formatter.lineWidth),
    end_of_line: formatter.lineEnding ?? "lf",
  });
});

it("every file that is text keeps to .editorconfig", async () => {
  const { stdout } = await promisify(execFile)("git", ["ls-files"], { cwd: ROOT });
  const breaches: string[] = [];
  for (const path of stdout.split("\n").filter((name) => name !== "" && existsSync(join(ROOT, name)))) {
    if (path.startsWith(`src/${GENERATED}`) || path.endsWith(".png")) continue;
    const text = await read(path);
    if (text !== "" && !text.endsWith("\n")) breaches.push(`${path}: no newline at its end`);
    if (/[\t\r\uFFFD]/.test(text)) breaches.push(`${path}: a tab, a carriage return, or not UTF-8`);
    if (path !== "schema.graphql" && /[ \t]$/m.test(text)) breaches.push(`${path}: white space at the end of a line`);
  }
  expect(breaches).toEqual([]);
});

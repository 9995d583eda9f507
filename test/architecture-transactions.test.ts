import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const SERVICES = join(import.meta.dirname, "../src/services");

/** Where statements stand side by side outside transactions: one waits for whole writes, the other only reads. */
const OUTSIDE = ["key-check.ts", "retirement-tripwire.ts"];

/** What lets a function end while statements of it are under way. */
const SIDE_BY_SIDE = /Promise\.(?:all|allSettled|any|race)\b/;

describe("a transaction", () => {
  // On SQLite it shares its connection with others of its group: what it sends late would be part of theirs.
  it("has nothing under way when it ends: services send one statement after the other", async () => {
    const names = await readdir(SERVICES);
    expect(names.length).toBeGreaterThan(20);
    const found = [];
    for (const name of names) {
      if (SIDE_BY_SIDE.test(await readFile(join(SERVICES, name), "utf8"))) found.push(name);
    }
    expect(found.sort()).toEqual(OUTSIDE);
  });
});

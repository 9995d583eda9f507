import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const SERVICES = join(import.meta.dirname, "../src/services");

/** Where things happen side by side outside transactions: these wait for whole writes, or only read. */
const OUTSIDE = ["key-check.ts", "lapsed-secrets.ts", "patience.ts", "retirement-tripwire.ts"];

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

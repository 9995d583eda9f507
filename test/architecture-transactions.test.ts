import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const SERVICES = join(import.meta.dirname, "../src/services");

/** Where things happen side by side outside transactions: these wait for whole writes, or only read. */
const OUTSIDE = ["key-check.ts", "lapsed-secrets.ts", "patience.ts", "retirement-tripwire.ts"];

/** What lets a function end while statements of it are under way. */
const SIDE_BY_SIDE = /Promise\.(?:all|allSettled|any|race)\b/;

/** Where an actor is looked at without being held: a change that waits for nobody may do that. */
const LOOKS = ["live-actor.ts", "oauth-applications.ts"];

/** Where rows are held: by the judges themselves, and by an application that ends what is its own. */
const HOLDS = ["access-tokens.ts", "application-changes.ts", "live-actor.ts"];

const AWAITED = /await (?:[\w.]+\.)?(\w+)\(/g;
const LOCK = /^lock[A-Z]/;
const JUDGE = /^(?:holdLiveActor|holdActor|judge)$/;

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

  // Whoever stops an actor has been answered while the change waited for its row.
  it("judges the actor again right after the last lock that it waits for", async () => {
    const looks = [];
    const holds = [];
    const unjudged = [];
    let locks = 0;
    for (const name of (await readdir(SERVICES)).sort()) {
      const text = await readFile(join(SERVICES, name), "utf8");
      if (/\bdemandLiveActor\b/.test(text)) looks.push(name);
      if (/\bholdToChange\b/.test(text)) holds.push(name);
      const awaited = [...text.matchAll(AWAITED)].map(([, call = ""]) => call);
      for (const [place, call] of awaited.entries()) {
        if (!LOCK.test(call)) continue;
        locks += 1;
        const next = awaited[place + 1] ?? "";
        if (!LOCK.test(next) && !JUDGE.test(next)) unjudged.push(`${name}: ${call}, then ${next}`);
      }
    }
    expect({ looks, holds, unjudged }).toEqual({ looks: LOOKS, holds: HOLDS, unjudged: [] });
    expect(locks).toBeGreaterThan(5);
  });
});

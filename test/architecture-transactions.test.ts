import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";

const SERVICES = join(import.meta.dirname, "../src/services");

/** Where an actor is looked at without being held: a change that waits for nobody may do that. */
const LOOKS = ["application-registry.ts", "kept-answers.ts", "live-actor.ts"];

/** Where rows are locked: by the judges themselves, and by what no actor asks for. */
const HOLDS = ["access-tokens.ts", "live-actor.ts", "members.ts", "retirement-tripwire.ts"];

/** Verbs that lock are used by the locks and judges, and by those who hold their actor already. */
const AWAITED = /await (?!transaction\.lock)(?:[\w.]+\.)?(\w+)\(/g;
const LOCK = /^lock[A-Z]/;
const JUDGE = /^(?:holdLiveActor|holdActor|judge)$/;

describe("a transaction", () => {
  // Whoever stops an actor has been answered while the change waited for its row.
  it("judges the actor again right after the last lock that it waits for", async () => {
    const looks = [];
    const holds = [];
    const unjudged = [];
    let locks = 0;
    const files = (await readdir(SERVICES, { recursive: true })).filter((file) => file.endsWith(".ts"));
    for (const file of files.sort((one, other) => (basename(one) < basename(other) ? -1 : 1))) {
      const name = basename(file);
      const text = await readFile(join(SERVICES, file), "utf8");
      if (/\bdemandLiveActor\b/.test(text)) looks.push(name);
      if (/\btransaction\.lock\(/.test(text)) holds.push(name);
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

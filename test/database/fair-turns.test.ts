import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FairTurns } from "../../src/database/fair-turns.js";

const WAIT_MS = 10_000;

describe("turns that go round", () => {
  let begun: string[];
  /** Ends the work that began first. */
  let endings: (() => void)[];

  beforeEach(() => {
    begun = [];
    endings = [];
    vi.useFakeTimers();
  });
  afterEach(() => void vi.useRealTimers());

  const turns = (atOnce = 1) => new FairTurns({ atOnce, waitMs: WAIT_MS, what: "The list" });
  const held = (name: string) => () => {
    begun.push(name);
    return new Promise<string>((resolve) => endings.push(() => resolve(name)));
  };
  const ask = (fair: FairTurns, key: string, count: number, isAbandoned?: () => boolean) =>
    Array.from({ length: count }, (_, index) => fair.run(key, held(`${key}${index + 1}`), isAbandoned));
  const endOne = async () => {
    endings.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  const endAll = async () => {
    while (endings.length > 0) await endOne();
  };

  it("give the second one to who asks once, however many asked before", async () => {
    const fair = turns();
    const all = [...ask(fair, "a", 10), ...ask(fair, "b", 1)];
    await endAll();
    await Promise.all(all);
    expect(begun.slice(0, 3)).toEqual(["a1", "b1", "a2"]);
    expect(begun).toHaveLength(11);
  });

  it("go round all who wait, each in the order of asking", async () => {
    const fair = turns();
    ask(fair, "a", 3);
    ask(fair, "b", 3);
    ask(fair, "c", 1);
    await endAll();
    expect(begun).toEqual(["a1", "b1", "c1", "a2", "b2", "a3", "b3"]);
  });

  it("come to who waits while two others ask again and again", async () => {
    const fair = turns();
    ask(fair, "c", 3);
    for (let round = 0; round < 4; round++) {
      for (const key of ["a", "b"]) ask(fair, key, 1);
      for (let ended = 0; ended < 3; ended++) await endOne();
    }
    expect(begun.filter((name) => name.startsWith("c"))).toEqual(["c1", "c2", "c3"]);
    expect(begun.indexOf("c3")).toBeLessThan(9);
  });

  it("are several at once, and not more, for different ones first", async () => {
    const fair = turns(2);
    ask(fair, "a", 5);
    expect(begun).toEqual(["a1", "a2"]);
    ask(fair, "b", 2);
    await endOne();
    expect(begun).toEqual(["a1", "a2", "b1"]);
    await endAll();
    expect(begun).toHaveLength(7);
  });

  it("go on after work that fails, which fails for its sender alone", async () => {
    const fair = turns();
    const failing = fair.run("a", () => Promise.reject(new Error("on purpose")));
    const [next] = ask(fair, "a", 1);
    await expect(failing).rejects.toThrow("on purpose");
    await endAll();
    await expect(next).resolves.toBe("a1");
  });

  it("are refused to what has waited too long, which never runs", async () => {
    const fair = turns();
    ask(fair, "a", 1);
    const [late] = ask(fair, "b", 1);
    const outcome = expect(late).rejects.toMatchObject({
      code: "unavailable",
      message: "The list did not get its turn within 10 s and was not begun. Try again.",
      details: { retryAfterSeconds: 1 },
    });
    await vi.advanceTimersByTimeAsync(WAIT_MS - 1);
    ask(fair, "c", 1);
    await vi.advanceTimersByTimeAsync(1);
    await outcome;
    await endAll();
    expect(begun).toEqual(["a1", "c1"]);
  });

  it("are not given to what nobody waits for any more", async () => {
    const fair = turns();
    let isGone = false;
    ask(fair, "a", 1);
    const left = Promise.allSettled(ask(fair, "b", 5, () => isGone));
    ask(fair, "c", 1);
    isGone = true;
    await endAll();
    expect(begun).toEqual(["a1", "c1"]);
    expect((await left).map(({ status }) => status)).toEqual(Array(5).fill("rejected"));
  });
});

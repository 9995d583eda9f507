import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CheckTurns } from "../../src/services/foreign-hashes/check-turns.js";

const MINUTE_MS = 60_000;

/** Checks that end when they are told to, in the order in which they began. */
class Checks {
  now = 1_000_000;
  readonly begun: string[] = [];
  private readonly ends = new Map<string, (found: string | undefined) => void>();
  readonly turns: CheckTurns;

  constructor(options: { atOnce?: number; maxWaiting?: number } = {}) {
    this.turns = new CheckTurns({ clock: () => this.now, atOnce: 2, maxWaiting: 100, waitMs: 5_000, ...options });
  }

  ask(client: string, presented: string): Promise<string | undefined> {
    const name = `${client} ${presented}`;
    return this.turns.run(client, presented, () => {
      this.begun.push(name);
      return new Promise((resolve) => this.ends.set(name, resolve));
    });
  }

  async end(name: string, found?: string): Promise<void> {
    const end = this.ends.get(name);
    if (!end) throw new Error(`${name} has not begun: ${this.begun.join(", ")}`);
    end(found);
    // What follows a promise runs before timers do.
    await vi.advanceTimersByTimeAsync(0);
  }

  async fail(client: string, times: number): Promise<void> {
    for (let time = 1; time <= times; time++) {
      const answer = this.ask(client, `wrong ${time}`);
      await this.end(`${client} wrong ${time}`);
      expect(await answer).toBeUndefined();
    }
  }
}

describe("slow checks of secrets", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("are one at a time for a client, and two in all", async () => {
    const checks = new Checks();
    const answers = [checks.ask("a", "1"), checks.ask("a", "2"), checks.ask("b", "1"), checks.ask("c", "1")];
    expect(checks.begun).toEqual(["a 1", "b 1"]);
    await checks.end("a 1");
    expect(checks.begun).toEqual(["a 1", "b 1", "c 1"]);
    await checks.end("b 1", "found");
    await checks.end("c 1", "found");
    await checks.end("a 2", "found");
    expect(await Promise.all(answers)).toEqual([undefined, "found", "found", "found"]);
  });

  it("are shared by those who present the same", async () => {
    const checks = new Checks();
    const answers = [1, 2, 3].map(() => checks.ask("a", "right"));
    await checks.end("a right", "found");
    expect(await Promise.all(answers)).toEqual(["found", "found", "found"]);
    expect(checks.begun).toEqual(["a right"]);
  });

  it("are refused without hashing after ten failures in a minute, a right secret too, until they are over", async () => {
    const checks = new Checks();
    await checks.fail("a", 10);
    expect(await checks.ask("a", "right")).toBeUndefined();
    expect(checks.begun).toHaveLength(10);
    checks.now += MINUTE_MS;
    const answer = checks.ask("a", "right");
    await checks.end("a right", "found");
    expect(await answer).toBe("found");
  });

  it("are not made again for a secret that has just failed, which uses up no other one's tries", async () => {
    const checks = new Checks();
    await checks.fail("a", 1);
    for (let time = 0; time < 100; time++) expect(await checks.ask("a", "wrong 1")).toBeUndefined();
    const answer = checks.ask("a", "right");
    await checks.end("a right", "found");
    expect(await answer).toBe("found");
    expect(checks.begun).toEqual(["a wrong 1", "a right"]);
  });

  it("count what was right and let nobody in, until somebody is let in", async () => {
    const checks = new Checks();
    for (let time = 0; time < 10; time++) {
      const answer = checks.ask("a", "right");
      await checks.end("a right", "found");
      expect(await answer).toBe("found");
    }
    expect(await checks.ask("a", "right")).toBeUndefined();
    checks.turns.succeed("a");
    const answer = checks.ask("a", "right");
    await checks.end("a right", "found");
    expect(await answer).toBe("found");
  });

  it("hold a bounded line for a client, beyond which nothing is hashed", async () => {
    const checks = new Checks();
    const answers = Array.from({ length: 1_000 }, (_, n) => checks.ask("a", `wrong ${n}`));
    expect(await answers.at(-1)).toBeUndefined();
    for (let n = 0; n < 10; n++) await checks.end(`a wrong ${n}`);
    expect((await Promise.all(answers)).every((answer) => answer === undefined)).toBe(true);
    expect(checks.begun).toHaveLength(10);
  });

  it("let a client that has not failed go before those that have", async () => {
    const checks = new Checks({ atOnce: 1 });
    await checks.fail("a", 1);
    await checks.fail("b", 1);
    checks.begun.length = 0;
    const running = checks.ask("x", "1");
    const answers = [checks.ask("a", "2"), checks.ask("b", "2"), checks.ask("new", "1")];
    for (const name of ["x 1", "new 1", "a 2", "b 2"]) await checks.end(name, "found");
    expect(await Promise.all([running, ...answers])).toEqual(["found", "found", "found", "found"]);
    expect(checks.begun).toEqual(["x 1", "new 1", "a 2", "b 2"]);
  });

  it("let every client have a turn after one of another's", async () => {
    const checks = new Checks({ atOnce: 1 });
    const answers = ["a", "a", "a", "b", "c"].map((client, n) => checks.ask(client, `${n}`));
    for (const name of ["a 0", "b 3", "c 4", "a 1", "a 2"]) await checks.end(name, "found");
    await Promise.all(answers);
    expect(checks.begun).toEqual(["a 0", "b 3", "c 4", "a 1", "a 2"]);
  });

  it("say that they are busy when the line is full or the turn does not come, and count no failure", async () => {
    const checks = new Checks({ atOnce: 1, maxWaiting: 2 });
    const running = checks.ask("x", "1");
    const late = [checks.ask("a", "1"), checks.ask("b", "1")].map((answer) => answer.catch((error) => error.code));
    expect(() => checks.ask("c", "1")).toThrow("did not get its turn");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await Promise.all(late)).toEqual(["unavailable", "unavailable"]);
    await checks.end("x 1", "found");
    expect(await running).toBe("found");
    const answer = checks.ask("a", "1");
    await checks.end("a 1", "found");
    expect(await answer).toBe("found");
  });

  it("go on after one that could not be made, which counts as no failure", async () => {
    const checks = new Checks({ atOnce: 1 });
    const { turns } = checks;
    for (let time = 0; time < 12; time++) {
      await expect(turns.run("a", "right", () => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
    }
    const answer = checks.ask("a", "right");
    await checks.end("a right", "found");
    expect(await answer).toBe("found");
  });
});

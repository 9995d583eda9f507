import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { DomainError } from "../../src/model/domain-error.js";
import { CheckTurns } from "../../src/services/foreign-hashes/check-turns.js";

const MINUTE_MS = 60_000;
const TOO_MANY = /^Too many failed logins of this client\. Retry after \d+ s\.$/;

/** Checks that end when they are told to, in the order in which they began. */
class Checks {
  now = 1_000_000;
  readonly begun: string[] = [];
  private readonly ends = new Map<string, (found: string | undefined) => void>();
  readonly turns: CheckTurns;

  constructor(options: { atOnce?: number; maxWaiting?: number } = {}) {
    this.turns = new CheckTurns({ clock: () => this.now, atOnce: 2, maxWaiting: 100, waitMs: 5_000, ...options });
  }

  ask(
    id: string,
    presented: string,
    address: string | null = null,
    reporter: string | null = null,
    organizationId = reporter ?? "organization",
  ) {
    const name = `${id} ${presented}`;
    const place = address === null ? null : { address, reporter };
    return this.turns.run<string>({ id, organizationId }, presented, place, () => {
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

  async fail(client: string, times: number, place: string | null = null): Promise<void> {
    for (let time = 1; time <= times; time++) {
      const presented = `wrong ${time} of ${place}`;
      const answer = this.ask(client, presented, place);
      await this.end(`${client} ${presented}`);
      expect(await answer).toBeUndefined();
    }
  }

  /** How many wrong secrets from a place are hashed, until none is. */
  async failedFrom(place: string): Promise<number> {
    for (let time = 0; ; time++) {
      const presented = `${place} ${time}`;
      if (this.secondsUntil("a", presented, place) > 0) return time;
      await this.end(`a ${presented}`);
    }
  }

  /** In how many seconds a secret may be checked; asks for it, and answers 0, where that is now. */
  secondsUntil(...asked: Parameters<Checks["ask"]>): number {
    try {
      void this.ask(...asked);
      return 0;
    } catch (error) {
      expect(error).toMatchObject({ code: "too_many_requests", message: expect.stringMatching(TOO_MANY) });
      return (error as DomainError).details.retryAfterSeconds ?? Number.NaN;
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
    expect(checks.secondsUntil("a", "right")).toBe(60);
    checks.now += MINUTE_MS - 1;
    expect(checks.secondsUntil("a", "right")).toBe(1);
    expect(checks.begun).toHaveLength(10);
    checks.now += 1;
    const answer = checks.ask("a", "right");
    await checks.end("a right", "found");
    expect(await answer).toBe("found");
  });

  it("are refused until the oldest failures are over that leave room, those of one's own place twice as many", async () => {
    const checks = new Checks();
    for (const place of ["thief", "elsewhere", "thief", "elsewhere", "thief"]) {
      const presented = `wrong at ${checks.now}`;
      expect(checks.secondsUntil("a", presented, place)).toBe(0);
      await checks.end(`a ${presented}`);
      checks.now += 1_000;
    }
    // Eight of ten are used up there, and seven elsewhere; one that has not ended counts as if it failed now.
    expect(checks.secondsUntil("a", "wrong", "thief")).toBe(0);
    expect(checks.secondsUntil("a", "right", "thief")).toBe(55);
    expect(checks.secondsUntil("a", "wrong too", "elsewhere")).toBe(0);
    expect(checks.secondsUntil("a", "right", "elsewhere")).toBe(55);
    expect(checks.secondsUntil("a", "right", "home")).toBe(0);
  });

  it("are not refused for a secret that is known to be wrong, whatever has failed: it is wrong", async () => {
    const checks = new Checks();
    await checks.fail("a", 10);
    expect(await checks.ask("a", "wrong 1 of null")).toBeUndefined();
  });

  it("are not made again for a secret that has just failed, which uses up no other one's tries", async () => {
    const checks = new Checks();
    await checks.fail("a", 1);
    for (let time = 0; time < 100; time++) expect(await checks.ask("a", "wrong 1 of null")).toBeUndefined();
    const answer = checks.ask("a", "right");
    await checks.end("a right", "found");
    expect(await answer).toBe("found");
    expect(checks.begun).toEqual(["a wrong 1 of null", "a right"]);
  });

  it("come no later for what was right, which uses a try of its place until somebody is let in", async () => {
    const checks = new Checks({ atOnce: 1 });
    for (const presented of ["right 1", "right 2", "right 3"]) {
      const answer = checks.ask("a", presented, "home");
      await checks.end(`a ${presented}`, "found");
      expect(await answer).toBe("found");
    }
    const running = checks.ask("x", "1");
    const answers = [checks.ask("a", "right 4", "home"), checks.ask("b", "1", "elsewhere")];
    for (const name of ["x 1", "a right 4", "b 1"]) await checks.end(name, "found");
    expect(await Promise.all([running, ...answers])).toEqual(["found", "found", "found"]);
    expect(checks.begun.slice(3)).toEqual(["x 1", "a right 4", "b 1"]);
    expect(await checks.failedFrom("home")).toBe(1);
    checks.turns.succeed("a");
    expect(await checks.failedFrom("home")).toBe(5);
  });

  it("are made again for what was right", async () => {
    const checks = new Checks();
    for (const found of ["found", "found", undefined]) {
      const answer = checks.ask("a", "text");
      await checks.end("a text", found);
      expect(await answer).toBe(found);
    }
    expect(await checks.ask("a", "text")).toBeUndefined();
    expect(checks.begun).toHaveLength(3);
  });

  it("come no later for what another organization reports of their place, and as late for what their own does", async () => {
    const checks = new Checks({ atOnce: 1 });
    const wrong = checks.ask("theirs", "wrong", "home", "their organization");
    await checks.end("theirs wrong");
    expect(await wrong).toBeUndefined();
    const running = checks.ask("x", "1");
    const answers = [
      checks.ask("their other", "1", "home", "their organization"),
      checks.ask("their third", "1", "elsewhere", "their organization"),
      checks.ask("seen", "1", "home"),
      checks.ask("reported", "1", "home", "my organization"),
      checks.ask("elsewhere", "1", "elsewhere"),
    ];
    const order = ["x 1", "seen 1", "elsewhere 1", "their third 1", "reported 1", "their other 1"];
    for (const name of order) await checks.end(name, "found");
    expect(await Promise.all([running, ...answers])).toEqual(Array(6).fill("found"));
    expect(checks.begun.slice(1)).toEqual(order);
  });

  it("count for a client at one place what is seen and what its organization reports", async () => {
    const checks = new Checks();
    expect(await checks.failedFrom("thief")).toBe(5);
    expect(checks.secondsUntil("a", "right", "thief", "organization")).toBe(60);
    expect(checks.begun).toHaveLength(5);
  });

  it("leave to other places what one has not used up, and are ten in all", async () => {
    const checks = new Checks();
    expect(await checks.failedFrom("thief")).toBe(5);
    const answer = checks.ask("a", "right", "home");
    await checks.end("a right", "found");
    expect(await answer).toBe("found");
    const failures: number[] = [];
    for (let place = 2; place <= 6; place++) failures.push(await checks.failedFrom(`thief ${place}`));
    expect(failures).toEqual([2, 1, 1, 0, 0]);
    expect(checks.begun).toHaveLength(10);
  });

  it("are next for a place where nothing has failed, whatever another one has in the line", async () => {
    const checks = new Checks({ atOnce: 1 });
    const wrong = Array.from({ length: 5 }, (_, n) => checks.ask("a", `wrong ${n}`, "thief"));
    for (let n = 5; n < 1_000; n++) expect(checks.secondsUntil("a", `wrong ${n}`, "thief")).toBe(60);
    const right = checks.ask("a", "right", "home");
    await checks.end("a wrong 0");
    await checks.end("a right", "found");
    expect(await right).toBe("found");
    for (let n = 1; n < 5; n++) await checks.end(`a wrong ${n}`);
    expect((await Promise.all(wrong)).every((answer) => answer === undefined)).toBe(true);
    expect(checks.begun).toHaveLength(6);
  });

  it("wait behind those of other places when they come from where another client's has failed", async () => {
    const checks = new Checks({ atOnce: 1 });
    const clients = Array.from({ length: 50 }, (_, n) => `c${n}`);
    const sprayed = clients.map((client) => checks.ask(client, "wrong", "thief"));
    const first = checks.ask("a", "right", "home");
    await checks.end("c0 wrong");
    expect(checks.begun).toEqual(["c0 wrong", "a right"]);
    await checks.end("a right", "found");
    expect(await first).toBe("found");
    const again = checks.ask("c0", "other", "thief");
    for (let turn = 2; turn < 52; turn++) await checks.end(checks.begun[turn] as string);
    expect(await Promise.all([...sprayed, again])).toEqual(Array(51).fill(undefined));
    // c1 has begun before it was asked for, and eight more go first.
    expect(checks.begun.indexOf("c0 other")).toBe(11);
  });

  it("take the place of repeated failures when the line is full", async () => {
    const checks = new Checks({ atOnce: 1, maxWaiting: 2 });
    await checks.fail("a", 1, "thief");
    const running = checks.ask("x", "1", "home");
    const [second, third] = ["2", "3"].map((presented) =>
      checks.ask("a", presented, "thief").catch((error) => error.code),
    );
    const [early, late] = [checks.ask("b", "1", "home"), checks.ask("c", "1", "home")];
    expect(await Promise.all([second, third])).toEqual(["unavailable", "unavailable"]);
    expect(() => checks.ask("d", "1", "home")).toThrow("did not get its turn");
    for (const client of ["x", "b", "c"]) await checks.end(`${client} 1`, "found");
    expect(await Promise.all([running, early, late])).toEqual(["found", "found", "found"]);
  });

  it("are not refused for what failed before the clock was set back", async () => {
    const checks = new Checks();
    await checks.fail("a", 10);
    checks.now -= 2 * MINUTE_MS;
    const answer = checks.ask("a", "right");
    await checks.end("a right", "found");
    expect(await answer).toBe("found");
  });

  it("hold a bounded line for a client, beyond which nothing is hashed", async () => {
    const checks = new Checks();
    const answers = Array.from({ length: 10 }, (_, n) => checks.ask("a", `wrong ${n}`));
    for (let n = 10; n < 1_000; n++) expect(checks.secondsUntil("a", `wrong ${n}`)).toBe(60);
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

  it("let every organization have a turn after one of another's, however many clients and places it has", async () => {
    const checks = new Checks({ atOnce: 1 });
    await checks.fail("another of mine", 1, "home");
    const running = checks.ask("x", "1", null, null, "x's");
    const answers = [1, 2, 3, 4].map((n) => checks.ask(`their ${n}`, "1", n > 2 ? null : `place ${n}`, "theirs"));
    answers.push(...["home", "mobile"].map((place) => checks.ask(`at ${place}`, "1", place, null, "mine")));
    answers.push(checks.ask("reported", "1", "home", "mine"));
    // Seen where nothing has failed; then in turns.
    const order = ["x 1", "at mobile 1", "their 1 1", "reported 1", "their 2 1", "at home 1", "their 3 1", "their 4 1"];
    for (const name of order) await checks.end(name, "found");
    await Promise.all([running, ...answers]);
    expect(checks.begun.slice(1)).toEqual(order);
  });

  it("let what is only reported have every third turn, however many are seen", async () => {
    const checks = new Checks({ atOnce: 1 });
    const answers = [checks.ask("x", "1")];
    answers.push(...[1, 2, 3, 4, 5, 6].map((n) => checks.ask(`seen ${n}`, "1", `place ${n}`, null, "theirs")));
    answers.push(...[1, 2].map((n) => checks.ask(`reported ${n}`, "1", `at ${n}`, "mine")));
    const seen = (n: number) => `seen ${n} 1`;
    const order = ["x 1", seen(1), seen(2), "reported 1 1", seen(3), seen(4), "reported 2 1", seen(5), seen(6)];
    for (const name of order) await checks.end(name, "found");
    await Promise.all(answers);
    expect(checks.begun).toEqual(order);
  });

  it("let a client that has failed have every ninth turn, however many of other organizations have not", async () => {
    const checks = new Checks({ atOnce: 1 });
    const running = checks.ask("x", "1", "outside", null, "theirs");
    const failed = checks.ask("mine", "wrong", null, null, "mine");
    await checks.end("x 1", "found");
    await checks.end("mine wrong");
    expect([await running, await failed]).toEqual(["found", undefined]);
    const theirs = Array.from({ length: 18 }, (_, n) => checks.ask(`their ${n}`, "1", `place ${n}`, null, "theirs"));
    const mine = checks.ask("mine", "right", null, null, "mine");
    const served = () => checks.begun.slice(2);
    while (!served().includes("mine right")) await checks.end(served().at(-1) as string, "found");
    expect(served()).toHaveLength(10);
    await checks.end("mine right", "found");
    expect(await mine).toBe("found");
    while (served().length < 19) await checks.end(served().at(-1) as string, "found");
    await checks.end(served().at(-1) as string, "found");
    await Promise.all(theirs);
  });

  it.each([
    [9, "what is only reported", 3, "reporter"],
    [9, "who has failed", 1, null],
  ])(
    "make room in a line of %i for %s: %i, though others filled it before",
    async (maxWaiting, _who, room, reporter) => {
      const checks = new Checks({ atOnce: 1, maxWaiting });
      const clients = Array.from({ length: room + 1 }, (_, n) => `mine ${n}`);
      if (reporter === null) for (const client of clients) await checks.fail(client, 1, "home");
      const running = checks.ask("x", "1", "outside", null, "theirs");
      const theirs = Array.from({ length: maxWaiting }, (_, n) =>
        checks.ask(`their ${n}`, "1", `place ${n}`, null, "theirs").catch((error) => error.code),
      );
      const ask = (client: string) => checks.ask(client, "1", "home", reporter, "mine");
      const mine = clients.slice(0, room).map(ask);
      expect(() => ask(clients[room] as string)).toThrow("did not get its turn");
      expect(() => checks.ask("their last", "1", "place", null, "theirs")).toThrow("did not get its turn");
      for (let n = 0; n <= maxWaiting; n++) await checks.end(checks.begun.at(-1) as string, "found");
      expect(await Promise.all([running, ...mine])).toEqual(Array(room + 1).fill("found"));
      expect((await Promise.all(theirs)).filter((answer) => answer === "unavailable")).toHaveLength(room);
    },
  );

  it("leave a third of a full line to what is only reported, however many secrets of a client that is", async () => {
    const checks = new Checks({ atOnce: 1, maxWaiting: 30 });
    const running = checks.ask("x", "1", "outside", null, "theirs");
    const theirs = Array.from({ length: 30 }, (_, n) =>
      checks.ask(`their ${n}`, "1", `place ${n}`, null, "theirs").catch((error) => error.code),
    );
    const turnedAway: unknown[] = [];
    for (const client of ["a", "b", "c", "d"]) {
      for (let n = 0; n < 10; n++) {
        try {
          checks.ask(client, `${n}`, null, null, "mine").catch(() => undefined);
        } catch (error) {
          turnedAway.push((error as DomainError).code);
        }
      }
    }
    expect(turnedAway).toEqual(Array(30).fill("unavailable"));
    await vi.advanceTimersByTimeAsync(5_000);
    expect((await Promise.all(theirs)).filter((code) => code === "unavailable")).toHaveLength(30);
    await checks.end("x 1", "found");
    expect(await running).toBe("found");
  });

  it("leave a third of a full line to what is only reported", async () => {
    const checks = new Checks({ atOnce: 1, maxWaiting: 6 });
    const running = checks.ask("x", "1");
    const codeOf = (answer: Promise<unknown>) =>
      answer.then(
        () => "",
        (error) => error.code,
      );
    const mine = [1, 2, 3, 4].map((n) => codeOf(checks.ask(`reported ${n}`, "1", `at ${n}`, "mine")));
    const theirs = [1, 2, 3, 4].map((n) => checks.ask(`seen ${n}`, "1", `place ${n}`, null, "theirs"));
    expect(() => checks.ask("seen 5", "1", "place 5", null, "theirs")).toThrow("did not get its turn");
    expect(await Promise.all(mine.slice(2))).toEqual(["unavailable", "unavailable"]);
    const order = ["x 1", "seen 1 1", "seen 2 1", "reported 1 1", "seen 3 1", "seen 4 1", "reported 2 1"];
    for (const name of order) await checks.end(name, "found");
    await Promise.all([running, ...theirs, ...mine]);
    expect(checks.begun).toEqual(order);
  });

  it("leave room in a full line for an organization that has less of it", async () => {
    const checks = new Checks({ atOnce: 1, maxWaiting: 4 });
    const running = checks.ask("x", "1");
    const theirs = [1, 2, 3, 4].map((n) =>
      checks.ask(`their ${n}`, "1", `place ${n}`, "theirs").catch((error) => error.code),
    );
    const mine = [1, 2].map((n) => checks.ask(`my ${n}`, "1", "home", "mine"));
    expect(() => checks.ask("my 3", "1", "home", "mine")).toThrow("did not get its turn");
    expect(() => checks.ask("their 5", "1", "place 5", "theirs")).toThrow("did not get its turn");
    for (const name of ["x 1", "their 1 1", "my 1 1", "their 2 1", "my 2 1"]) await checks.end(name, "found");
    expect(await Promise.all([running, ...mine])).toEqual(["found", "found", "found"]);
    expect(await Promise.all(theirs)).toEqual(["found", "found", "unavailable", "unavailable"]);
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
      await expect(
        turns.run({ id: "a", organizationId: "organization" }, "right", null, () => Promise.reject(new Error("gone"))),
      ).rejects.toThrow("gone");
    }
    const answer = checks.ask("a", "right");
    await checks.end("a right", "found");
    expect(await answer).toBe("found");
  });
});

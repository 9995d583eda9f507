import { setImmediate as immediately } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Progress } from "../../src/command-line/import-report.js";
import { type ImportRun, type ReportLine, runImport } from "../../src/command-line/import-run.js";
import { SeenIds } from "../../src/command-line/seen-ids.js";
import type { Item } from "../../src/importing/reading/item.js";
import { DomainError } from "../../src/model/domain-error.js";
import { broughtClient, inClear } from "../support/organization/brought-clients.js";

const MOST_AT_ONCE = 64;

const format: ImportRun["format"] = {
  fates: {} as ImportRun["format"]["fates"],
  takes: [],
  secretsAdvice: "",
  async *items() {},
  clientOf(item) {
    if ("problem" in item) throw DomainError.invalidField("item", "readable", item.problem);
    return broughtClient({ clientId: String(item.value) });
  },
  idFields: () => [],
  clientIdOf: (item) => ("value" in item ? String(item.value) : null),
  reasonToLeaveOut: (item) => ("value" in item && String(item.value).startsWith("its-own") ? "It is its own." : null),
};

function runWith(take: ImportRun["take"]): ImportRun & { lines: ReportLine[] } {
  const lines: ReportLine[] = [];
  return { format, options: {}, take, report: (line) => lines.push(line), pauseMs: 0, lines };
}

const created: ImportRun["take"] = async ({ secrets }) => ({
  ...{ result: "created", notes: [], sharedNotes: [] },
  lacksSecret: secrets.length === 0,
  working: secrets.map(() => "clear" as const),
});

/** Something to wait for until it is opened. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

describe("a run of an import", () => {
  it("has a bounded number of items on their way, and reports them in the order of the file", async () => {
    let pulled = 0;
    let most = 0;
    async function* items(): AsyncIterable<Item> {
      for (let line = 1; line <= 500; line++) {
        pulled += 1;
        yield { line, value: `c${line}` };
      }
    }
    let atOnce = 0;
    const run = runWith(async (client, line) => {
      atOnce += 1;
      most = Math.max(most, atOnce, pulled - run.lines.length);
      // Even ones take longer, so that they end after those behind them.
      for (let turn = Number(client.clientId.slice(1)) % 2 ? 1 : 50; turn > 0; turn--) await Promise.resolve();
      atOnce -= 1;
      return created(client, line);
    });
    const { tally } = await runImport(items(), run);
    expect(tally).toMatchObject({ lines: 500, created: 500, updated: 0, unchanged: 0, refused: 0 });
    expect(run.lines.map(({ line }) => line)).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
    expect(most).toBeLessThanOrEqual(MOST_AT_ONCE);
    expect(most).toBeGreaterThan(1);
  });

  async function* few(): AsyncIterable<Item> {
    yield { line: 1, value: "a" };
    yield { line: 2, problem: "must be at most 1048576 bytes" };
    yield { line: 3, value: "a" };
    yield { line: 4, value: "b" };
  }

  it("refuses what cannot be read and what came before", async () => {
    const run = runWith(created);
    expect((await runImport(few(), run)).tally).toMatchObject({ created: 2, refused: 2 });
    expect(run.lines.map(({ result, reason }) => [result, reason])).toEqual([
      ["created", undefined],
      ["refused", "must be at most 1048576 bytes"],
      ["refused", expect.stringMatching(/earlier item/)],
      ["created", undefined],
    ]);
  });

  it("takes an item whose id an earlier one has that was refused, and waits until that is known", async () => {
    const held = gate();
    let takes = 0;
    const run = runWith(async (client, line) => {
      takes += 1;
      if (takes > 1) return created(client, line);
      await held.opened;
      return { ...(await created(client, line)), result: "refused", reason: "It is no good." };
    });
    async function* items(): AsyncIterable<Item> {
      for (let line = 1; line <= 4; line++) yield { line, value: "a" };
      setImmediate(held.open);
    }
    await runImport(items(), run);
    expect(run.lines.map(({ result, reason }) => [result, reason])).toEqual([
      ["refused", "It is no good."],
      ["created", undefined],
      ["refused", expect.stringMatching(/earlier item/)],
      ["refused", expect.stringMatching(/earlier item/)],
    ]);
    expect(takes).toBe(2);
  });

  it("takes of items with one id the first of the file, also where that has to wait for an earlier client id", async () => {
    const held = gate();
    const run = runWith(async (client, line) => {
      if (client.id !== undefined) return created(client, line);
      await held.opened;
      return { ...(await created(client, line)), result: "refused", reason: "It is no good." };
    });
    const clientOf: typeof format.clientOf = (item, options) => {
      const client = format.clientOf(item, options);
      return item.line === 1 ? client : { ...client, id: "app_1" };
    };
    async function* items(): AsyncIterable<Item> {
      yield { line: 1, value: "a" };
      yield { line: 2, value: "a" };
      yield { line: 3, value: "b" };
      setImmediate(held.open);
    }
    await runImport(items(), { ...run, format: { ...format, clientOf } });
    expect(run.lines.map(({ clientId, result, reason }) => [clientId, result, reason])).toEqual([
      ["a", "refused", "It is no good."],
      ["a", "created", undefined],
      ["b", "refused", "An earlier item of the file has an id that comes with this one."],
    ]);
  });

  it("says of which list an item is, where a file has several", async () => {
    async function* items(): AsyncIterable<Item> {
      yield { line: 0, value: "a" };
      yield { line: 0, list: 1, value: "b" };
      yield { line: 1, list: 1, value: "a" };
    }
    const run = runWith(created);
    await runImport(items(), run);
    expect(run.lines.map(({ line, list, result }) => [line, list, result])).toEqual([
      ...[
        [0, undefined, "created"],
        [0, 1, "created"],
        [1, 1, "refused"],
      ],
    ]);
  });

  it("leaves out what is no client to move, counts it, and names the first of them", async () => {
    async function* items(): AsyncIterable<Item> {
      for (let line = 0; line < 1500; line++) yield { line, value: `its-own-${line % 2}` };
      yield { line: 1500, value: "a" };
    }
    const run = runWith(created);
    const { tally, leftOut } = await runImport(items(), run);
    expect(tally).toEqual({
      ...{ lines: 1501, created: 1, updated: 0, unchanged: 0, refused: 0, leftOut: 1500, withoutSecret: 0 },
    });
    expect(run.lines.map(({ clientId }) => clientId)).toEqual(["a"]);
    expect(leftOut).toHaveLength(1000);
    expect(leftOut[0]).toEqual({ clientId: "its-own-0", reason: "It is its own." });
  });

  it("names clients with whom a secret works that an earlier one of the file has, too, once for all and at most ten", async () => {
    const secretOf = (value: string) => `secret-of-${value.replace(/\d+$/, "")}`;
    const take: ImportRun["take"] = async (client, line) => {
      const item = await created(client, line);
      return client.clientId.startsWith("stopped") ? { ...item, working: item.working.map(() => null) } : item;
    };
    const noteOf = async (values: string[]) => {
      const run = runWith(take);
      const { format } = run;
      const clientOf: typeof format.clientOf = (item, options) => {
        const client = format.clientOf(item, options);
        return { ...client, secrets: [inClear(secretOf(client.clientId)), inClear(secretOf(client.clientId))] };
      };
      const items = async function* (): AsyncIterable<Item> {
        for (const [line, value] of values.entries()) yield { line, value };
      };
      return [...(await runImport(items(), { ...run, format: { ...format, clientOf } })).sharedNotes];
    };
    expect(await noteOf(["a", "b", "stopped1", "stopped2"])).toEqual([]);
    const said = "They have a secret that an earlier client of the file has, too:";
    expect(await noteOf(["a", "b", "a1", "c", "b1"])).toEqual([
      [
        `${said} a1 (that of a), b1 (that of b). Rotate it of each, once its client has moved over, or before with previousSecret: KEEP; where a rotation is open, complete that first.`,
        2,
      ],
    ]);
    const [[note, clients] = []] = await noteOf(Array.from({ length: 1000 }, (_, index) => `a${index}`));
    expect([note, clients]).toEqual([
      expect.stringMatching(
        /: a1 \(that of a0\), .*a10 \(that of a0\) and 989 more\. Rotate it of each, once its client has moved over,/,
      ),
      999,
    ]);
    expect(note).not.toContain("secret-of");
  });

  it("tries again while the database does not answer", async () => {
    let attempts = 0;
    const run = runWith(async (client, line) => {
      attempts += 1;
      if (attempts < 5) throw DomainError.unchanged();
      return created(client, line);
    });
    expect((await runImport(few(), run)).tally).toMatchObject({ created: 2 });
    expect(attempts).toBeGreaterThanOrEqual(6);
  });

  it("ends when it never answers, after what was on its way, and has reported what was done", async () => {
    let ended = 0;
    const run = runWith(async (client, line) => {
      if (client.clientId === "a") return created(client, line);
      await Promise.resolve();
      ended += 1;
      throw DomainError.unchanged();
    });
    await expect(runImport(few(), run)).rejects.toMatchObject({ code: "unavailable" });
    expect([run.lines.length, ended]).toEqual([3, 30]);
  });

  it("reports all that is on its way when one fails before those in front of it have ended, and begins no more", async () => {
    const [held, failing] = [gate(), gate()];
    const begun: string[] = [];
    const run = runWith(async (client, line) => {
      const { clientId } = client;
      begun.push(clientId);
      if (clientId === "head") await held.opened;
      if (clientId === "failing") {
        await failing.opened;
        throw new Error("It cannot be taken.");
      }
      if (clientId === "behind") failing.open();
      return created(client, line);
    });
    async function* items(): AsyncIterable<Item> {
      for (const value of ["head", "failing", "behind"]) yield { line: 1, value };
      // Here a rejection that nobody handles ends the process.
      for (let turn = 0; turn < 3; turn++) await immediately();
      held.open();
      yield { line: 1, value: "not begun" };
    }
    await expect(runImport(items(), run)).rejects.toThrow("It cannot be taken.");
    expect(run.lines.map(({ clientId }) => clientId)).toEqual(["head", "behind"]);
    expect(begun).toEqual(["head", "failing", "behind"]);
  });

  it("reports all that is on its way when the file cannot be read to its end", async () => {
    const held = gate();
    const run = runWith(async (client, line) => {
      await held.opened;
      return created(client, line);
    });
    async function* items(): AsyncIterable<Item> {
      yield { line: 1, value: "a" };
      yield { line: 2, value: "b" };
      setImmediate(held.open);
      throw new Error("The file has gone.");
    }
    await expect(runImport(items(), run)).rejects.toThrow("The file has gone.");
    expect(run.lines.map(({ clientId }) => clientId)).toEqual(["a", "b"]);
  });
});

describe("ids that were seen", () => {
  it("are told from others, however many they are", () => {
    const seen = new SeenIds();
    const ids = Array.from({ length: 20_000 }, (_, n) => `client-${n}`);
    expect(ids.every((id) => seen.add(id))).toBe(true);
    expect(ids.some((id) => seen.add(id))).toBe(false);
    expect(seen.add("client-20000")).toBe(true);
  });
});

const terminal = (isWatched: boolean, isPrintWatched: boolean, written: string[]) => ({
  isWatched,
  isPrintWatched,
  onUnheard: () => undefined,
  printed: async () => undefined,
  read: async () => "",
  async *pieces() {},
  print: () => undefined,
  write: () => undefined,
  writeError: (text: string) => written.push(text),
});

describe("the progress of an import", () => {
  const after = (lines: number) => ({
    ...{ lines, created: lines - 1, updated: 0, unchanged: 0, refused: 1, leftOut: 0, withoutSecret: 0 },
  });
  const bar = "\r[###############...............] 50 %  1 item, 1 refused";
  const full = "\r[##############################] 100 %  2 items, 1 refused";

  it.each([
    ["is drawn on a terminal", [true, true], 10, true, [bar, full, "\n"]],
    ["is drawn beside a report that goes elsewhere", [true, false], 10, false, [bar, full, "\n"]],
    [
      "has no bar where nobody knows the size",
      [true, true],
      undefined,
      true,
      ["\r1 item, 1 refused", "\r2 items, 1 refused", "\n"],
    ],
    ["is not drawn into a report on the same screen", [true, true], 10, false, []],
    ["is drawn on a terminal only", [false, true], 10, true, []],
  ] as const)("%s", async (_what, [isWatched, isPrintWatched], size, hasReportFile, expected) => {
    const written: string[] = [];
    const progress = new Progress(terminal(isWatched, isPrintWatched, written), size, hasReportFile);
    async function* pieces() {
      yield Buffer.alloc(5);
      yield Buffer.alloc(5);
    }
    let lines = 0;
    // The second one comes too soon to be drawn by itself.
    for await (const _ of progress.counting(pieces())) progress.draw(after(++lines));
    progress.end();
    expect(written).toEqual(expected);
  });
});

import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { isEarlierReport } from "../../src/command-line/earlier-report.js";

const folder = mkdtempSync(join(tmpdir(), "gateway-report-"));
afterAll(() => rmSync(folder, { recursive: true }));

const line = (number: number, note = "") =>
  `${JSON.stringify({ line: number, clientId: `client-${number}`, result: "created", notes: [note] })}\n`;
const OF_A_LIST = '{"line":0,"list":1,"clientId":null,"result":"refused","reason":"No."}\n';
const SUMMARY = '{"summary":{"lines":1,"created":1},"dryRun":false}\n';
/** More than is read at once, in lines of any length. */
const LONG = Array.from({ length: 3000 }, (_, number) => line(number, "x".repeat(number % 300))).join("");
const HUGE = line(1, "x".repeat(200_000));

function judge(text: string): boolean {
  const path = join(folder, "report.jsonl");
  writeFileSync(path, text);
  const file = openSync(path, "r");
  try {
    return isEarlierReport(file);
  } finally {
    closeSync(file);
  }
}

it.each([
  ["lines and a summary", line(1) + OF_A_LIST + SUMMARY],
  ["a summary alone", SUMMARY],
  ["many lines", LONG + SUMMARY],
  ["a line that is longer than what is read at once", HUGE + line(2)],
  [
    "a long line whose end is all that is read the next time",
    line(1, "x".repeat(65_536 - line(1).length + 1)) + SUMMARY,
  ],
  ["lines whose last one was cut off", `${line(1)}{"line":2,"clientId":"cli`],
  ["lines whose last one has hardly begun", `${line(1)}{"l`],
  ["lines whose last one was cut off in its list", `${OF_A_LIST}{"line":12,"list":1`],
  ["lines whose last one was cut off in a client id that JSON escapes", `${line(1)}{"line":2,"clientId":"\\"a\\`],
  ["a line that was cut off behind what became of it", line(1).slice(0, 60)],
  ["a summary that was cut off", SUMMARY.slice(0, 30)],
  ["a long line that was cut off", HUGE.slice(0, 150_000)],
  ["nothing", ""],
])("an earlier report is %s", (_what, text) => expect(judge(text)).toBe(true));

it.each([
  ["other lines between those of a report", `${line(1)}{"customers":"mine"}\n${line(2)}${SUMMARY}`],
  ["another line behind all that is read at first", `${LONG}mine\n`],
  ["another line far behind, without an end", `${LONG}mine`],
  ["a long other line behind one of a report", `${line(1)}${"x".repeat(200_000)}`],
  ["a text behind a line", `${line(1).trimEnd()} mine\n`],
  ["an empty line", `${line(1)}\n`],
  ["a source", '{"client_id":"a"}\n'],
  ["a text as short as what a report begins with", "{"],
  ["a text that begins as a report does, and has no end", '{"line":"what is mine"'],
  ["a line that was cut off so early that it may be anybody's", '{"line":1,"clientId":"cli'],
  ["what somebody has made of a report", '{"line":1,"clientId":"client-1","todo":"rotate"}\n'],
  ["the same behind lines of one", `${line(1)}{"line":2,"clientId":"client-2","todo"`],
  ["the same behind a client id that looks like it", '{"line":1,"clientId":"a\\",\\"result\\":\\"created"}\n'],
])("no earlier report is %s", (_what, text) => expect(judge(text)).toBe(false));

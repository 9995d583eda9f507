import { readSync } from "node:fs";

/** How the lines of a report begin. */
const BEGINNING = /^\{"(?:line":\d+,"(?:list":\d+,")?clientId"|summary":\{"lines"):/;
/** The same of a line that was not written to its end, since no space was left, say. */
const BEGINNINGS = ['{"line":', '{"summary":'];
/** Longer than any beginning, and all that is held of a line, whatever the file is. */
const HELD = 128;
const READ_AT_ONCE = 65_536;

/** Whether each line of a file is one of a report; the last one may have been cut off. Reads from where the file stands. */
export function isEarlierReport(file: number): boolean {
  const piece = Buffer.alloc(READ_AT_ONCE);
  let begun = "";
  for (let length = readSync(file, piece); length > 0; length = readSync(file, piece)) {
    const lines = (begun + piece.toString("latin1", 0, length)).split("\n");
    begun = lines.pop() ?? "";
    if (!lines.every(isLine)) return false;
    if (begun.length < HELD) continue;
    if (!BEGINNING.test(begun)) return false;
    begun = begun.slice(0, HELD);
  }
  return BEGINNINGS.some((beginning) => begun.startsWith(beginning) || beginning.startsWith(begun));
}

function isLine(line: string): boolean {
  return BEGINNING.test(line) && line.endsWith("}");
}

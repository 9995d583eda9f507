import { readSync } from "node:fs";

const RESULTS = ["created", "updated", "unchanged", "refused"];
/** How the lines of a report begin, without the numbers and the text of a client id in them. */
const BEGINNINGS = [
  '{"summary":{"lines":,',
  ...["", '"list":,'].flatMap((list) =>
    ['""', "null"].flatMap((clientId) =>
      RESULTS.map((result) => `{"line":,${list}"clientId":${clientId},"result":"${result}"`),
    ),
  ),
];
/** Longer than any beginning with its client id, and all that is held of a line, whatever the file is. */
const HELD = 4096;
const READ_AT_ONCE = 65_536;

/** Whether a file has nothing but the lines of a report; the last one may have been cut off. Reads from where it stands. */
export function isEarlierReport(file: number): boolean {
  const piece = Buffer.alloc(READ_AT_ONCE);
  let begun = "";
  let hasLine = false;
  for (let length = readSync(file, piece); length > 0; length = readSync(file, piece)) {
    const lines = (begun + piece.toString("latin1", 0, length)).split("\n");
    begun = lines.pop() ?? "";
    if (!lines.every((line) => isBegun(line) && line.endsWith("}"))) return false;
    hasLine ||= lines.length > 0;
    if (begun.length < HELD) continue;
    if (!isBegun(begun)) return false;
    // Its last character, behind which it may end, shows whether it is whole.
    begun = begun.slice(0, HELD - 1) + begun.slice(-1);
  }
  // Of a file that has hardly begun nobody knows whose it is.
  return begun === "" || isBegun(begun) || (hasLine && isBeginning(begun));
}

/** Whether a line has the whole beginning of one of a report. */
function isBegun(line: string): boolean {
  const begun = bare(line);
  return BEGINNINGS.some((beginning) => begun.startsWith(beginning));
}

/** Whether a line ends within such a beginning. */
function isBeginning(line: string): boolean {
  const begun = bare(line);
  return BEGINNINGS.some((beginning) => beginning.startsWith(begun));
}

/** The beginning of a line without its numbers and the text of its client id. */
function bare(line: string): string {
  return line
    .slice(0, HELD)
    .replace(/^(\{"(?:line|summary":\{"lines)":)\d+/, "$1")
    .replace(/^(\{"line":,"list":)\d+/, "$1")
    .replace(/^(\{"line":,(?:"list":,)?"clientId":")(?:[^"\\]|\\.?)*/, "$1");
}

import { BoundedBytes } from "./bounded-bytes.js";
import { type CsvField, csvFieldsOf } from "./csv-fields.js";
import { type ItemLimits, type OpenEnd, tooLarge } from "./item.js";

const QUOTE = 0x22;
const COMMA = 0x2c;
const NEWLINE = 0x0a;

/** A record and the line, from 1, on which it begins, or why it could not be read. `end` is of one without a line break. */
export type CsvRecord = { line: number; end?: OpenEnd } & ({ fields: CsvField[] } | { problem: string });

/** Cuts CSV that arrives in parts into its records (RFC 4180), of which one at a time is held, up to the limit. */
export class CsvCutter {
  private readonly ready: CsvRecord[] = [];
  private line = 1;
  private begunOn = 1;
  private bytes: BoundedBytes;
  private isQuoted = false;
  private isFieldStart = true;

  constructor(private readonly limits: ItemLimits) {
    this.bytes = new BoundedBytes(limits.bytes);
  }

  /** The records that end in this part of the file. */
  push(chunk: Buffer): CsvRecord[] {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (byte === NEWLINE) this.line += 1;
      // A quotation mark within a quoted field comes twice: it ends the field and begins it again.
      if (byte === QUOTE && (this.isQuoted || this.isFieldStart)) this.isQuoted = !this.isQuoted;
      else if (this.isQuoted) continue;
      else if (byte === NEWLINE) {
        this.cut(chunk.subarray(start, at));
        start = at + 1;
      } else this.isFieldStart = byte === COMMA;
    }
    this.bytes.add(chunk.subarray(start));
    return this.ready.splice(0);
  }

  /** The last record, where no line break follows it. */
  end(): CsvRecord[] {
    const end: OpenEnd = this.isQuoted ? "quoted" : "unsure";
    this.cut(Buffer.alloc(0));
    return this.ready.splice(0).map((record) => ({ ...record, end }));
  }

  private cut(rest: Buffer): void {
    this.bytes.add(rest);
    const record = this.record();
    if (record) this.ready.push(record);
    this.bytes = new BoundedBytes(this.limits.bytes);
    this.begunOn = this.line;
    this.isFieldStart = true;
  }

  /** Undefined for an empty line. */
  private record(): CsvRecord | undefined {
    const line = this.begunOn;
    if (this.bytes.isOver) return { line, problem: tooLarge(this.limits) };
    if (this.isQuoted)
      return {
        line,
        problem:
          "must be CSV: a quoted field does not end, so that the rest of the file is in it, and no client of it comes",
      };
    const text = this.bytes.text()?.replace(/\r$/, "");
    if (text === "") return undefined;
    if (text === undefined) return { line, problem: "must be UTF-8" };
    const fields = csvFieldsOf(text);
    return fields ? { line, fields } : { line, problem: "must be CSV: a quotation mark is out of place" };
  }
}

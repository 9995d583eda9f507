import { closeSync, openSync, writeSync } from "node:fs";
import type { ReportLine, Tally } from "./import-run.js";
import { printJson, type Terminal } from "./terminal.js";

const BAR_WIDTH = 30;
const REDRAW_MS = 200;

/** Where the lines of a report go: a file, or standard output. */
export interface Report {
  write(line: ReportLine): void;
  /** Writes the summary as well and ends the report. */
  end(summary: object): void;
  /** Ends it without. */
  close(): void;
}

/** Writes at once, so that a process that is killed leaves whole lines and no memory grows with the file. */
export function reportTo(io: Terminal, path: string | undefined): Report {
  const file = path === undefined ? undefined : openSync(path, "w", 0o600);
  const write = (value: object) => {
    if (file === undefined) printJson(io, value);
    else writeSync(file, `${JSON.stringify(value)}\n`);
  };
  const close = () => {
    if (file !== undefined) closeSync(file);
  };
  return {
    write,
    end(summary) {
      write(summary);
      close();
      if (file !== undefined) printJson(io, summary);
    },
    close,
  };
}

/** How far an import is: drawn on a terminal, and nowhere else. */
export class Progress {
  private bytes = 0;
  private drawnAt = 0;
  private isDrawn = false;

  /** `size` is that of the file in bytes; undefined where nobody knows. */
  constructor(
    private readonly io: Terminal,
    private readonly size: number | undefined,
  ) {}

  /** The same pieces, counted. */
  async *counting(pieces: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    for await (const piece of pieces) {
      this.bytes += piece.length;
      yield piece;
    }
  }

  draw({ lines, refused }: Tally): void {
    if (!this.io.isWatched || performance.now() - this.drawnAt < REDRAW_MS) return;
    this.drawnAt = performance.now();
    this.isDrawn = true;
    this.io.writeError(`\r${this.bar()}${lines} items, ${refused} refused`);
  }

  /** Leaves the last drawing on a line of its own. */
  end(): void {
    if (this.isDrawn) this.io.writeError("\n");
  }

  private bar(): string {
    if (!this.size) return "";
    const part = Math.min(1, this.bytes / this.size);
    const full = Math.round(part * BAR_WIDTH);
    return `[${"#".repeat(full)}${".".repeat(BAR_WIDTH - full)}] ${Math.floor(part * 100)} %  `;
  }
}

import { closeSync, writeFileSync } from "node:fs";
import { fileProblem } from "../file-problems.js";
import type { ReportLine, Tally } from "./import-run.js";
import { type OpenedReport, openReport } from "./report-file.js";
import { printJson, type Terminal } from "./terminal.js";

const BAR_WIDTH = 30;
const REDRAW_MS = 200;

/** Where the lines of a report go: a file, or standard output. */
export interface Report {
  write(line: ReportLine): void;
  /** Writes the summary as well and ends the report. Throws also what became known late of an earlier line. */
  end(summary: object): Promise<void>;
  /** Ends it without. */
  close(): void;
}

/** The report cannot be written any more, so that an import stops where it is. */
class UnwritableReport extends Error {
  constructor(where: string, error: unknown) {
    super(`${where} cannot be written: ${fileProblem(error)}.`);
  }
}

/** Writes at once, so that a process that is killed leaves whole lines and no memory grows with the file. */
export async function reportTo(
  io: Terminal,
  path: string | undefined,
  misuse: (problem: string) => never,
): Promise<Report> {
  return path === undefined ? reportToOutput(io) : reportToFile(io, path, await openReport(path, misuse));
}

function reportToOutput(io: Terminal): Report {
  let problem: unknown;
  io.onUnheard((error) => {
    problem = error;
  });
  const demandHeard = () => {
    if (problem !== undefined) throw new UnwritableReport("The report on standard output", problem);
  };
  const write = (value: object) => {
    demandHeard();
    printJson(io, value);
  };
  return {
    write,
    async end(summary) {
      write(summary);
      await io.printed();
      demandHeard();
    },
    close: () => undefined,
  };
}

function reportToFile(io: Terminal, path: string, { file, unlock }: OpenedReport): Report {
  let problem: unknown;
  // Its report is elsewhere, so that the import does not depend on who reads the summary.
  io.onUnheard(() => undefined);
  const write = (value: object) => {
    // Nothing follows a line that may be there in part.
    if (problem !== undefined) throw new UnwritableReport(`--report: ${path}`, problem);
    try {
      writeFileSync(file, `${JSON.stringify(value)}\n`);
    } catch (error) {
      problem = error;
      throw new UnwritableReport(`--report: ${path}`, error);
    }
  };
  const close = () => {
    closeSync(file);
    unlock();
  };
  return {
    write,
    async end(summary) {
      write(summary);
      close();
      printJson(io, summary);
    },
    close,
  };
}

/** How far an import is: drawn on a terminal, and nowhere else. A report that is on the screen says it by itself. */
export class Progress {
  private readonly isShown: boolean;
  private bytes = 0;
  private drawnAt = 0;
  /** What was met last, where anything was drawn. */
  private last: Tally | undefined;

  /** `size` is that of the file in bytes; undefined where nobody knows. */
  constructor(
    private readonly io: Terminal,
    private readonly size: number | undefined,
    hasReportFile: boolean,
  ) {
    this.isShown = io.isWatched && (hasReportFile || !io.isPrintWatched);
  }

  /** The same pieces, counted. */
  async *counting(pieces: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    for await (const piece of pieces) {
      this.bytes += piece.length;
      yield piece;
    }
  }

  draw(tally: Tally): void {
    if (!this.isShown) return;
    this.last = tally;
    if (performance.now() - this.drawnAt < REDRAW_MS) return;
    this.drawnAt = performance.now();
    this.write(tally);
  }

  /** Leaves the last state on a line of its own. */
  end(): void {
    if (!this.last) return;
    this.write(this.last);
    this.io.writeError("\n");
  }

  private write({ lines, refused }: Tally): void {
    this.io.writeError(`\r${this.bar()}${lines} ${lines === 1 ? "item" : "items"}, ${refused} refused`);
  }

  private bar(): string {
    if (!this.size) return "";
    const part = Math.min(1, this.bytes / this.size);
    const full = Math.round(part * BAR_WIDTH);
    return `[${"#".repeat(full)}${".".repeat(BAR_WIDTH - full)}] ${Math.floor(part * 100)} %  `;
  }
}

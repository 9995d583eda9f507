import type { Parameters, Read, Shared, Writing } from "../engine.js";
import { shareNow } from "./locks-at-once.js";
import type { Route } from "./routes.js";
import type { SharedReads } from "./shared-reads.js";
import type { Answer } from "./statement.js";

/** Rows that one statement of a transaction writes. */
export interface Write {
  writing: Writing;
  rows: unknown[][];
}

/**
 * One transaction of a group. It may read what it is judged by, share rows, and write rows, which are held back; as soon
 * as it asks for anything else it has to run alone.
 */
export class Member implements Route {
  readonly writes: Write[] = [];
  hasToRunAlone = false;

  constructor(private readonly reads: SharedReads) {}

  ask(): Promise<Answer> {
    return this.leave();
  }

  each(reads: readonly Read[], parameters: Parameters): Promise<unknown[][][]> {
    if (this.reads.isSent) return this.leave();
    return Promise.all(reads.map(({ text }) => this.reads.read(text, parameters)));
  }

  /** False, or has to run alone, when a row is not there or somebody else holds it. */
  async share(rows: readonly Shared[], parameters: Parameters): Promise<boolean> {
    if (this.reads.isSent) return this.leave();
    const found = await Promise.all(rows.map((row) => this.reads.read(shareNow(row), parameters)));
    return found.every(({ length }) => length > 0) || this.leave();
  }

  async write(writing: Writing, rows: unknown[][]): Promise<void> {
    this.writes.push({ writing, rows });
  }

  private leave<T>(): Promise<T> {
    this.hasToRunAlone = true;
    return Promise.reject(new Error("This transaction has to run alone."));
  }
}

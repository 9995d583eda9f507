import type { Column, Wire } from "./wire.js";

/** How many prepared statements a connection keeps; each takes the server some tens of kilobytes. */
const MAX_KEPT = 100;

/** A statement that the server keeps. */
export interface Kept {
  /** The columns of its rows; undefined until they were described. */
  columns: Column[] | undefined;
}

/** Raised when statements that a server keeps have become unusable; what was kept before is given up. */
let generation = 0;

const ofConnections = new WeakMap<Wire, KeptStatements>();

/** The statements that one connection's server keeps, by their names. */
export class KeptStatements {
  private readonly kept = new Map<string, Kept>();
  private readonly generation = generation;

  private constructor(private readonly wire: Wire) {}

  static of(wire: Wire): KeptStatements {
    const known = ofConnections.get(wire);
    if (known?.generation === generation) return known;
    known?.closeAll();
    const fresh = new KeptStatements(wire);
    ofConnections.set(wire, fresh);
    return fresh;
  }

  /** The statement, which is prepared unless the connection keeps it already. */
  take(name: string, text: string): Kept {
    const known = this.kept.get(name);
    const statement = known ?? { columns: undefined };
    if (known) this.kept.delete(name);
    else this.prepare(name, text);
    this.kept.set(name, statement);
    return statement;
  }

  /** To be called after any error: nobody knows whether the statement was prepared. */
  forget(name: string): void {
    this.kept.delete(name);
  }

  private prepare(name: string, text: string): void {
    if (this.kept.size >= MAX_KEPT) {
      // The least recently used is the first of the Map.
      const [oldest = ""] = this.kept.keys();
      this.kept.delete(oldest);
      this.wire.close({ type: "S", name: oldest });
    }
    // Closing what is not there is no error, and preparing what is there is one.
    this.wire.close({ type: "S", name });
    this.wire.parse({ name, text });
  }

  private closeAll(): void {
    for (const name of this.kept.keys()) this.wire.close({ type: "S", name });
  }
}

/** Lets every connection prepare its statements anew: another gateway changed the tables, or a pooler the server. */
export function forgetKeptStatements(): void {
  generation += 1;
}

import type { DataSource } from "typeorm";
import type { Patience } from "../model/patience.js";
import type { LateDataSource } from "./late-data-source.js";
import type { Steps } from "./transaction.js";

/** Runs the transactions of one process. */
export interface Writer {
  /**
   * Answers after COMMIT. Transactions with the same lock see what the earlier ones wrote; `patience` is the sender's.
   */
  run<B, T>(steps: Steps<B, T>, lock: string | undefined, patience: Patience): Promise<T>;
}

/** A database that is open, of either kind. */
export interface Opened {
  writer: Writer;
  /** For reads by an index. */
  reader: DataSource;
  /** For scans. The first one opens it, since many a process has none. */
  scanner: LateDataSource;
  /** Resolves when all accepted transactions are committed or undone, and all connections are closed. */
  close(): Promise<void>;
}

/** Closes what was opened, the last first, and each even if another cannot be closed. Throws the first error. */
export async function closeAll(dataSources: readonly Pick<DataSource, "destroy">[]): Promise<void> {
  const errors: unknown[] = [];
  for (const dataSource of dataSources.toReversed()) {
    await dataSource.destroy().catch((error: unknown) => errors.push(error));
  }
  if (errors.length > 0) throw errors[0];
}

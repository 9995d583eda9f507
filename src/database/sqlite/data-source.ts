import type { DataSource, Logger } from "typeorm";
import { SharedEntities } from "../shared-entities.js";
import { logging, SHARED } from "../typeorm-options.js";
import { singleReaderDriver, sqliteDriver } from "./driver.js";
import { OPEN_CREATE, OPEN_FULLMUTEX, OPEN_READONLY, OPEN_READWRITE } from "./library.js";

/** How long a statement waits for a lock of the file. */
const BUSY_TIMEOUT_MS = 5000;

/** The one connection that writes. It creates the file when there is none. */
export function sqliteWriterDataSource(path: string, logger?: Logger): DataSource {
  return sqliteDataSource(path, OPEN_READWRITE | OPEN_CREATE, logger);
}

/** Read-only connections to the same SQLite file. */
export function sqliteReaderDataSource(path: string, logger?: Logger): DataSource {
  return sqliteDataSource(path, OPEN_READONLY, logger);
}

/** One read-only connection for scans. */
export function sqliteScannerDataSource(path: string, logger?: Logger): DataSource {
  return sqliteDataSource(path, OPEN_READONLY, logger, singleReaderDriver);
}

function sqliteDataSource(path: string, flags: number, logger?: Logger, driver = sqliteDriver): DataSource {
  return new SharedEntities({
    ...SHARED,
    ...logging(logger),
    type: "sqlite",
    database: path,
    flags: flags | OPEN_FULLMUTEX,
    driver,
    busyTimeout: BUSY_TIMEOUT_MS,
  });
}

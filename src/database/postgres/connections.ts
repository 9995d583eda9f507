import type { DataSource } from "typeorm";
import { isUnanswered } from "../failures.js";
import { type Connection, Session } from "./session.js";
import { limitsOf, SET_LIMITS } from "./time-limits.js";

/** What TypeORM holds of pg, which its types do not show. */
interface Hidden {
  driver: { master: { connect(): Promise<Connection>; options: { connectionTimeoutMillis: number } } };
}

/** A connection of the pool, without TypeORM's query runner. */
export function connect(dataSource: DataSource): Promise<Connection> {
  return (dataSource as unknown as Hidden).driver.master.connect();
}

/** From now on who wants a connection waits so long for it. */
export function waitForConnections(dataSource: DataSource, milliseconds: number): void {
  (dataSource as unknown as Hidden).driver.master.options.connectionTimeoutMillis = milliseconds;
}

/** What one transaction sends on a connection. */
export function sessionOn(dataSource: DataSource, connection: Connection): Session {
  const { extra } = dataSource.options as { extra?: { keepsStatements?: boolean } };
  return new Session(dataSource, connection, extra?.keepsStatements === true);
}

/** Begins a transaction with the next statement. */
export function begin(session: Session, dataSource: DataSource): void {
  session.later("BEGIN ISOLATION LEVEL READ COMMITTED");
  const limits = limitsOf(dataSource);
  if (limits) session.later(SET_LIMITS, limits);
}

/**
 * Rolls back and gives the connection to the pool. One that does not answer is closed instead, which also rolls back, so
 * that nobody else gets it.
 */
export async function undo(session: Session, connection: Connection, error: unknown): Promise<void> {
  if (isUnanswered(error)) {
    connection.release(true);
    return;
  }
  await session.rollback().then(
    () => connection.release(),
    () => connection.release(true),
  );
}

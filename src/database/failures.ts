import {
  ConnectionIsNotSetError,
  QueryFailedError,
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
  TransactionNotStartedError,
} from "typeorm";
import { DomainError } from "../model/domain-error.js";

const UNIQUE_VIOLATIONS = new Set(["23505", "SQLITE_CONSTRAINT"]);

/**
 * Of PostgreSQL's classes 08 (connection), 53 (resources), 57P (shutdown) and 40 (rolled back: try again) what passes
 * by itself, its time limits, Node's network errors, SQLite's lock and disk. Not 08P01 and 53400: there a statement is
 * wrong, or needs more than it may ever have.
 */
const UNAVAILABLE_CODE =
  /^(?:0800\w|53[0-3]\w{2}|57P\w{2}|57014|55P03|25P03|40001|40P01|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|SQLITE_BUSY|SQLITE_FULL|SQLITE_IOERR)$/;

/** What pg reports without a code. */
const UNAVAILABLE_MESSAGE =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;

/** What TypeORM throws when it has lost a connection in the middle of something. */
const LOST_CONNECTION = [
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
  TransactionNotStartedError,
  ConnectionIsNotSetError,
];

/** Whether an error says that the database cannot be asked at the moment. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (LOST_CONNECTION.some((kind) => error instanceof kind)) return true;
  return UNAVAILABLE_CODE.test(codeOf(error)) || UNAVAILABLE_MESSAGE.test(causeOf(error).message) || isPoolers(error);
}

/** PgBouncer ends a client that it has no server for with 08P01, fatally; of PostgreSQL itself that is an ERROR. */
function isPoolers(error: Error): boolean {
  return codeOf(error) === "08P01" && (causeOf(error) as { severity?: unknown }).severity === "FATAL";
}

/** The same for what the writer throws as well. */
export function isAway(error: unknown): boolean {
  return isUnavailable(error) || (error instanceof DomainError && error.code === "unavailable");
}

/**
 * Whether a statement was sent and nobody knows what became of it: the connection broke, or the server went away, before
 * it answered; or SQLite has written it and cannot tell whether it is on the disk. After COMMIT it may have been done.
 */
export function isUnanswered(error: unknown): boolean {
  // What TypeORM and pg refuse by themselves was never sent.
  if (!(error instanceof QueryFailedError) || /not queryable$/.test(error.driverError.message)) return false;
  return !/^(?:(?!08|57P|E)[0-9A-Z]{5}|SQLITE_(?!IOERR$|FULL$)\w+)$/.test(codeOf(error));
}

/** Whether a transaction was undone only because of another one: it can be run again. */
export function isRolledBackForOthers(error: unknown): boolean {
  return error instanceof Error && /^(?:40001|40P01)$/.test(codeOf(error));
}

/** Whether a statement was stopped by its deadline. */
export function isInterrupted(error: unknown): boolean {
  return error instanceof Error && /^(?:57014|SQLITE_INTERRUPT)$/.test(codeOf(error));
}

/** Whether SQLite was asked for a lock that another process has. */
export function isLocked(error: unknown): boolean {
  return error instanceof Error && codeOf(error) === "SQLITE_BUSY";
}

/** Whether a write was refused because it would repeat a unique value. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && UNIQUE_VIOLATIONS.has(codeOf(error)) && /unique/i.test(error.message);
}

function causeOf(error: Error): Error {
  return error instanceof QueryFailedError ? error.driverError : error;
}

function codeOf(error: Error): string {
  return String((causeOf(error) as { code?: unknown }).code ?? "");
}

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
 * Codes of errors that pass by themselves: of PostgreSQL's classes 08 (connection), 53 (resources), 57P (shutdown) and
 * 40 (rolled back), its time limits, Node's network errors, and SQLite's lock and disk. Not 08P01 and 53400, by which a
 * statement is wrong or asks for more than it may ever have.
 */
const UNAVAILABLE_CODE =
  /^(?:0800\w|53[0-3]\w{2}|57P\w{2}|57014|55P03|25P03|40001|40P01|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|SQLITE_BUSY|SQLITE_FULL|SQLITE_IOERR)$/;

/** Messages of pg's errors that have no code. */
const UNAVAILABLE_MESSAGE =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;

/** TypeORM's errors after it has lost a connection. */
const LOST_CONNECTION = [
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
  TransactionNotStartedError,
  ConnectionIsNotSetError,
];

/** Whether an error means that the database cannot be asked at the moment. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (LOST_CONNECTION.some((kind) => error instanceof kind)) return true;
  return UNAVAILABLE_CODE.test(codeOf(error)) || UNAVAILABLE_MESSAGE.test(causeOf(error).message) || isPoolers(error);
}

/**
 * Whether the error is PgBouncer's, which ends a client without a server with a fatal 08P01; PostgreSQL's own is not
 * fatal.
 */
function isPoolers(error: Error): boolean {
  return codeOf(error) === "08P01" && (causeOf(error) as { severity?: unknown }).severity === "FATAL";
}

/** As `isUnavailable`, also for the refusals of the writer. */
export function isAway(error: unknown): boolean {
  return isUnavailable(error) || (error instanceof DomainError && error.code === "unavailable");
}

/**
 * Whether a statement was sent and nobody knows whether it was executed: the connection or the server was lost before
 * the answer, or SQLite cannot tell whether its write has reached the disk.
 */
export function isUnanswered(error: unknown): boolean {
  // TypeORM and pg refuse some statements themselves, which were never sent.
  if (!(error instanceof QueryFailedError) || /not queryable$/.test(error.driverError.message)) return false;
  return !/^(?:(?!08|57P|E)[0-9A-Z]{5}|SQLITE_(?!IOERR$|FULL$)\w+)$/.test(codeOf(error));
}

/**
 * Whether the connection has ended while a statement was under way, so that another connection may answer it. Not when it
 * has waited for long.
 */
export function isCutOff(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  return (
    /^(?:0800[36]|57P0[125]|ECONNRESET|EPIPE)$/.test(codeOf(error)) ||
    /^Connection terminated unexpectedly|not queryable$/.test(causeOf(error).message)
  );
}

/**
 * Whether a transaction was undone for no fault of its own, so that it can run again: for another one's sake, or by a
 * statement that the server kept.
 */
export function isRolledBackForOthers(error: unknown): boolean {
  return isStaleStatement(error) || (error instanceof Error && /^(?:40001|40P01)$/.test(codeOf(error)));
}

/**
 * Whether a statement that the server kept cannot be used any more, so that it has to be prepared anew: its columns are
 * others now, or the server does not know it, or knows it already.
 */
export function isStaleStatement(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isOfOtherColumns =
    codeOf(error) === "0A000" && (causeOf(error) as { routine?: unknown }).routine === "RevalidateCachedQuery";
  return isOfOtherColumns || /^(?:26000|42P05)$/.test(codeOf(error));
}

/** Whether PostgreSQL does not understand a statement, whatever its values are. */
export function isWrong(error: unknown): boolean {
  return error instanceof Error && /^42\w{3}$/.test(codeOf(error));
}

/** Whether a statement was stopped by its deadline. */
export function isInterrupted(error: unknown): boolean {
  return error instanceof Error && /^(?:57014|SQLITE_INTERRUPT)$/.test(codeOf(error));
}

/** Whether another process has the lock that SQLite was asked for. */
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

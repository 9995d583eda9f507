import type { Logger } from "pino";
import { isUnavailable } from "../database/failures.js";
import { DomainError, type DomainErrorCode } from "../model/domain-error.js";
import { logOutage } from "./outage-log.js";

/** What is wrong with a request itself, whatever it asks for. */
export type RequestFault =
  | "malformed"
  | "nothing_there"
  | "not_acceptable"
  | "too_slow"
  | "too_large"
  | "unsupported_type";

/** Everything that somebody is refused for. Each way in owns one table from these to its protocol. */
export type RefusalCode = DomainErrorCode | RequestFault | "unexpected";

/** What somebody is told who does not get what was asked, in no protocol's words. */
export interface Refusal {
  code: RefusalCode;
  /** Holds nothing of the inside, and no value that was sent. */
  message: string;
  details: DomainError["details"];
  /** The request's id, under which the log has what is not told. */
  correlationId: string;
}

/**
 * What a failure is answered with: a refusal of the services as it is, a database that does not answer as one, and what
 * nobody foresaw masked. The last two are logged: see `logOutage`, and each time under the correlation id.
 */
export function refusalOf(error: unknown, correlationId: string, logger: Logger): Refusal {
  const foreseen = foreseenIn(error);
  if (foreseen) {
    const { code, message, details } = foreseen;
    if (code === "unavailable") logOutage(logger, error);
    return { code, message, details, correlationId };
  }
  logger.error({ requestId: correlationId, err: error }, "unexpected error");
  const message = "Internal server error. The operator finds the details in the log under the correlation id.";
  return { code: "unexpected", message, details: {}, correlationId };
}

function foreseenIn(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  return isUnavailable(error) ? DomainError.unavailable() : undefined;
}

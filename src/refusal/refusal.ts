import type { Logger } from "pino";
import { isUnavailable } from "../database/failures.js";
import { DomainError, type DomainErrorCode } from "../model/domain-error.js";
import { logOutage } from "./outage-log.js";

/** What is wrong with a request as such, whatever it asks for. */
export type RequestFault =
  | "malformed"
  | "nothing_there"
  | "wrong_method"
  | "not_acceptable"
  | "too_slow"
  | "too_large"
  | "unsupported_type";

/** Every reason for which a request is refused. Each way in owns one table from these codes to its protocol. */
export type RefusalCode = DomainErrorCode | RequestFault | "unexpected";

/** What a refused sender is told, in no protocol's words. */
export interface Refusal {
  code: RefusalCode;
  /** Has nothing internal and no value that was sent. */
  message: string;
  details: DomainError["details"];
  /** The request's id, under which the log has what the sender is not told. */
  correlationId: string;
}

/**
 * The refusal that answers an error: a DomainError as it is, an outage of the database as `unavailable`, anything else
 * masked as `unexpected`. Outages and masked errors are logged.
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

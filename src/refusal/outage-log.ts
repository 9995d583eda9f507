import type { Logger } from "pino";
import { DomainError } from "../model/domain-error.js";

/** How often one outage is logged, at most. */
const OUTAGE_LOG_INTERVAL_MS = 10_000;

const lastOutage = new WeakMap<Logger, number>();

/** Logs that the database or an outside issuer does not answer, and why, at most every 10 seconds. */
export function logOutage(logger: Logger, error: unknown): void {
  const err = error instanceof DomainError ? error.cause : error;
  // No cause means no outage: a turn that came too late, or a gateway that is stopping.
  if (err === undefined) return;
  if (Date.now() - (lastOutage.get(logger) ?? 0) < OUTAGE_LOG_INTERVAL_MS) return;
  lastOutage.set(logger, Date.now());
  const [what] = (error instanceof DomainError ? error : DomainError.unavailable()).message.split(".");
  logger.warn({ err }, what);
}

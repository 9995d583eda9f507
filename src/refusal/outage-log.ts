import type { Logger } from "pino";
import { DomainError } from "../model/domain-error.js";

/** Between two lines about the same outage, at least. */
const OUTAGE_LOG_INTERVAL_MS = 10_000;

const lastOutage = new WeakMap<Logger, number>();

/** Tells the operator what does not answer, the database or an outside issuer, and how it says so; not once a request. */
export function logOutage(logger: Logger, error: unknown): void {
  const err = error instanceof DomainError ? error.cause : error;
  // A turn that did not come and a gateway that stops are no outage.
  if (err === undefined) return;
  if (Date.now() - (lastOutage.get(logger) ?? 0) < OUTAGE_LOG_INTERVAL_MS) return;
  lastOutage.set(logger, Date.now());
  const [what] = (error instanceof DomainError ? error : DomainError.unavailable()).message.split(".");
  logger.warn({ err }, what);
}

/** Everything the services refuse, as a closed list. Each way in owns one table from these to its protocol. */
export type DomainErrorCode =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "too_many_requests"
  | "unavailable";

/** One broken rule of an input. `field` is a dotted path; the offending value is never part of it. */
export interface Violation {
  field: string;
  rule: string;
  message: string;
  limit?: number;
}

/** A refusal that its addressee may read: the message holds nothing of the inside and no value that was sent. */
export class DomainError extends Error {
  override readonly name = "DomainError";

  constructor(
    readonly code: DomainErrorCode,
    message: string,
    readonly details: { violations?: Violation[]; retryAfterSeconds?: number; lastUsedAt?: Date } = {},
    cause?: unknown,
  ) {
    super(message, { cause });
  }

  static invalid(violations: Violation[]): DomainError {
    return new DomainError("invalid", violations.map((violation) => violation.message).join("; "), { violations });
  }

  static invalidField(field: string, rule: string, message: string, limit?: number): DomainError {
    return DomainError.invalid([limit === undefined ? { field, rule, message } : { field, rule, message, limit }]);
  }

  static unauthenticated(): DomainError {
    return new DomainError("unauthenticated", "A valid API token is required.");
  }

  static forbidden(message: string): DomainError {
    return new DomainError("forbidden", message);
  }

  static notFound(what: string): DomainError {
    return new DomainError("not_found", `${what} not found.`);
  }

  static conflict(message: string): DomainError {
    return new DomainError("conflict", message);
  }

  static tooManyRequests(retryAfterSeconds: number): DomainError {
    return new DomainError("too_many_requests", `Too many requests. Retry after ${retryAfterSeconds} s.`, {
      retryAfterSeconds,
    });
  }

  /** `cause` is for the operator's log only. */
  static unavailable(what = "The database", cause?: unknown): DomainError {
    const message = `${what} does not answer. Nothing was changed unless you were told so.`;
    return new DomainError("unavailable", message, { retryAfterSeconds: 1 }, cause);
  }

  /** What waited for its turn in vain. */
  static busy(what: string, waitMs: number): DomainError {
    const message = `${what} did not get its turn within ${waitMs / 1000} s and was not begun. Try again.`;
    return new DomainError("unavailable", message, { retryAfterSeconds: 1 });
  }
}

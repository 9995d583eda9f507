import type { CredentialRefusal } from "./credential-refusal.js";

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

/** What everybody is told, by every way in, whose change was to be committed when the database fell silent. */
export const IN_DOUBT =
  "The database did not confirm the change. It may have been done: look before you ask for it again.";

/** A refusal that its addressee may read: the message holds nothing of the inside and no value that was sent. */
export class DomainError extends Error {
  override readonly name = "DomainError";

  constructor(
    readonly code: DomainErrorCode,
    message: string,
    readonly details: {
      violations?: Violation[];
      retryAfterSeconds?: number;
      lastUsedAt?: Date;
      refused?: CredentialRefusal;
    } = {},
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

  /** `refused` is for the operator's log only: who sends a bad credential is not told what is bad about it. */
  static unauthenticated(
    refused: CredentialRefusal = "ended",
    message = "A valid API token is required.",
  ): DomainError {
    return new DomainError("unauthenticated", message, { refused });
  }

  /** Somebody is known, and has no business here. An organization that does not exist is answered alike. */
  static notAMember(isNamed: boolean): DomainError {
    const message = isNamed
      ? "You are signed in, but you are not a member of the organization that X-Organization names, or there is none."
      : "You are signed in, but you are not a member of any organization here. An administrator can add you.";
    return new DomainError("forbidden", message, { refused: "not_a_member" });
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

  /** What was to be read. `cause` is for the operator's log only. */
  static unavailable(what = "The database", cause?: unknown): DomainError {
    return new DomainError("unavailable", `${what} does not answer.`, { retryAfterSeconds: 1 }, cause);
  }

  /** What was to be changed, and certainly was not: asking again is safe. */
  static unchanged(cause?: unknown): DomainError {
    const message = "The database does not answer. Nothing was changed.";
    return new DomainError("unavailable", message, { retryAfterSeconds: 1 }, cause);
  }

  /** What was stopped because it took too long; it takes as long when it is asked for again. */
  static stopped(what: string, deadlineMs: number): DomainError {
    const message = `${what} took longer than ${deadlineMs / 1000} s to read and was stopped. Ask for less: fewer conditions, no count.`;
    return new DomainError("unavailable", message, { retryAfterSeconds: 10 });
  }

  /** What waited for its turn in vain. */
  static busy(what: string, waitMs: number): DomainError {
    const message = `${what} did not get its turn within ${waitMs / 1000} s and was not begun. Try again.`;
    return new DomainError("unavailable", message, { retryAfterSeconds: 1 });
  }

  /** What was to be changed, and was or was not. Without `retryAfterSeconds`: repeating it might do it twice. */
  static inDoubt(cause?: unknown): DomainError {
    return new DomainError("unavailable", IN_DOUBT, {}, cause);
  }
}

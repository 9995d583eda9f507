import type { CredentialRefusal } from "./credential-refusal.js";

/**
 * Every reason for which the services refuse something. Each way in owns one table from these codes to its protocol.
 */
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

/** The message, through every way in, when the database stopped answering during COMMIT. */
export const IN_DOUBT =
  "The database did not confirm the change. It may have been done: look before you ask for it again.";

/** The same where the change has an idempotency key. */
export const IN_DOUBT_BY_KEY =
  "The database did not confirm the change. It may have been done: send the same request again with its idempotency key, and it is done once.";

/** A refusal that may be shown to whoever asked: its message has nothing internal and no value that was sent. */
export class DomainError extends Error {
  override readonly name = "DomainError";

  constructor(
    readonly code: DomainErrorCode,
    message: string,
    readonly details: {
      violations?: Violation[];
      retryAfterSeconds?: number;
      lastUsedAt?: Date;
      /** The setting that a conflict is about, where that is one. */
      field?: string;
      refused?: CredentialRefusal;
      /** Whether the same request can be sent again although the change may have been made. */
      isRepeatable?: boolean;
      /** Whether what it was judged by may have changed meanwhile, so that it may end otherwise when it is judged anew. */
      isStale?: boolean;
      /** The version that it is at by now, where another one was expected. */
      version?: number;
      /** Whether too many were those of a client that is asked about, so that who asks may ask for others. */
      isOfClient?: boolean;
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

  /** `refused` is for the operator's log only: a sender is never told what is wrong with a credential. */
  static unauthenticated(
    refused: CredentialRefusal = "ended",
    message = "A valid API token is required.",
  ): DomainError {
    return new DomainError("unauthenticated", message, { refused });
  }

  /** The sender is known, but is not a member here. The answer is the same for an organization that does not exist. */
  static notAMember(isNamed: boolean): DomainError {
    const message = isNamed
      ? "You are signed in, but you are not a member of the organization that X-Organization names, or there is none. Ask one of its administrators to add you."
      : "You are signed in, but you are not a member of any organization here. Ask an administrator of yours to add you.";
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

  /** A conflict with what may have changed after it was looked at. */
  static stale(message: string, details: { version?: number } = {}): DomainError {
    return new DomainError("conflict", message, { ...details, isStale: true });
  }

  static tooManyRequests(retryAfterSeconds: number): DomainError {
    const message = `Too many requests. Retry after ${retryAfterSeconds} s.`;
    return new DomainError("too_many_requests", message, { retryAfterSeconds });
  }

  static tooManyFailedLogins(retryAfterSeconds: number): DomainError {
    const message = `Too many failed logins of this client. Retry after ${retryAfterSeconds} s.`;
    return new DomainError("too_many_requests", message, { retryAfterSeconds, isOfClient: true });
  }

  /** Something could not be read. `cause` is for the operator's log only. */
  static unavailable(what = "The database", cause?: unknown): DomainError {
    return new DomainError("unavailable", `${what} does not answer.`, { retryAfterSeconds: 1 }, cause);
  }

  /** Another gateway, or this one once it has started again, is the one to ask. */
  static stopping(): DomainError {
    return new DomainError("unavailable", "The gateway is stopping.", { retryAfterSeconds: 1 });
  }

  /** A change was certainly not made, so it is safe to ask again. */
  static unchanged(cause?: unknown): DomainError {
    const message = "The database does not answer. Nothing was changed.";
    return new DomainError("unavailable", message, { retryAfterSeconds: 1 }, cause);
  }

  /** A read was stopped because it took too long; asking for the same again would take as long. */
  static stopped(what: string, deadlineMs: number): DomainError {
    const message = `${what} took longer than ${deadlineMs / 1000} s to read and was stopped. Ask for less: fewer conditions, no count.`;
    return new DomainError("unavailable", message, { retryAfterSeconds: 10 });
  }

  /** A read waited too long for its turn, and was not begun. */
  static busy(what: string, waitMs: number): DomainError {
    const message = `${what} did not get its turn within ${waitMs / 1000} s and was not begun. Try again.`;
    return new DomainError("unavailable", message, { retryAfterSeconds: 1 });
  }

  /** Nobody knows whether a change was made. No `retryAfterSeconds`: repeating the change might make it twice. */
  static inDoubt(cause?: unknown): DomainError {
    return new DomainError("unavailable", IN_DOUBT, {}, cause);
  }

  /** As `inDoubt`, but the same request again, by its idempotency key, makes the change once. */
  static inDoubtByKey(cause?: unknown): DomainError {
    return new DomainError("unavailable", IN_DOUBT_BY_KEY, { isRepeatable: true }, cause);
  }
}

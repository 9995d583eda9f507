import { DomainError } from "./domain-error.js";
import type { IssuerUser } from "./issuer-user.js";

/** A user of several organizations who has named none: who it is, is known, but not where they want to act. */
export class UndecidedUser extends DomainError {
  constructor(
    /** Who the outside issuer says it is. */
    readonly user: IssuerUser,
  ) {
    const message = "X-Organization must name one of your organizations";
    super("invalid", message, { violations: [{ field: "X-Organization", rule: "required", message }] });
  }
}

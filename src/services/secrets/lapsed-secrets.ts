import type { Database } from "../../database/database.js";
import type { Writing } from "../../database/statements.js";
import type { Transaction } from "../../database/transaction.js";
import type { ClientSecret } from "../../model/client-secret.js";
import { isUsable } from "./usable.js";

/** Judged again where it is written: somebody may have moved the end meanwhile. */
const STOP_FOR_GOOD: Writing = {
  table: "client_secrets",
  ofValues: `UPDATE client_secrets SET revoked_at = expires_at
    WHERE oauth_application_id = $1 AND revoked_at IS NULL AND expires_at <= $2`,
  ofJson: `UPDATE client_secrets SET revoked_at = expires_at
    FROM (SELECT value ->> 0 AS application, value ->> 1 AS now FROM json_each($1)) given
    WHERE oauth_application_id = given.application AND revoked_at IS NULL AND expires_at <= given.now`,
};

/** Whether a secret's time is up, and no row says so yet: to a clock that is behind it would work again. */
export function hasLapsed(secret: ClientSecret, now: number): boolean {
  return secret.revokedAt === null && !isUsable(secret, now);
}

/** Marks every secret of an application whose time is up as stopped at that time, whatever a clock says from now on. */
export async function stopLapsed(transaction: Transaction, oauthApplicationId: string, now: number): Promise<void> {
  await transaction.apply(STOP_FOR_GOOD, [oauthApplicationId, now]);
}

/** Does so beside an answer, which therefore takes no longer than others. */
export class LapsedSecrets {
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** By the application's id; it is met again at its next authentication if it cannot be written. */
  stop(oauthApplicationId: string, now: number): void {
    if (this.running.has(oauthApplicationId)) return;
    const run = this.database
      .write((transaction) => stopLapsed(transaction, oauthApplicationId, now))
      .catch(this.onError)
      .finally(() => this.running.delete(oauthApplicationId));
    this.running.set(oauthApplicationId, run);
  }

  /** Resolves when everything met so far is written. */
  async drained(): Promise<void> {
    await Promise.all(this.running.values());
  }
}

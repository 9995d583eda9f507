import type { Database } from "../../database/database.js";
import type { Writing } from "../../database/engine.js";
import type { Transaction } from "../../database/transaction.js";
import type { ClientSecret } from "../../model/client-secret.js";
import { UNCONFIRMED } from "./unconfirmed.js";
import { isUsable } from "./usable.js";

/** The end of an unconfirmed secret is written with an event of its own. */
const IS_OVER = `revoked_at IS NULL AND NOT ${UNCONFIRMED} AND expires_at <=`;

const ofGiven = (given: string) => `UPDATE client_secrets SET revoked_at = expires_at FROM ${given}
  WHERE oauth_application_id = given.application AND ${IS_OVER} given.now`;

/** The statement tests the end again, since somebody may have moved it. */
const STOP_FOR_GOOD: Writing = {
  table: "client_secrets",
  ofValues: `UPDATE client_secrets SET revoked_at = expires_at
    WHERE oauth_application_id = $1 AND ${IS_OVER} $2`,
  ofRows: {
    sqlite: ofGiven("(SELECT value ->> 0 AS application, value ->> 1 AS now FROM jsonb_each($1)) given"),
    postgres: ofGiven("unnest($1::text[], $2::bigint[]) given(application, now)"),
  },
};

/** Lists of other gateways find the end as well. The application comes first, which is the order of locks everywhere. */
const LIST_AS_ENDED = `UPDATE oauth_applications SET rotation_ends_at = 0
  WHERE id = :oauthApplicationId AND rotation_ends_at > 0 AND rotation_ends_at <= :now`;

/**
 * Whether a secret's end has passed and it is not marked as stopped: at a gateway whose clock is behind it still works.
 */
export function hasLapsed(secret: ClientSecret, now: number): boolean {
  return secret.revokedAt === null && !isUsable(secret, now);
}

/** Marks all secrets of an application whose end has passed as stopped at that end, whatever any clock says later. */
export async function stopLapsed(transaction: Transaction, oauthApplicationId: string, now: number): Promise<void> {
  await transaction.apply(STOP_FOR_GOOD, [oauthApplicationId, now]);
}

/** Marks secrets whose end has passed, beside the answer that noticed them. */
export class LapsedSecrets {
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly onError: (error: unknown) => void,
  ) {}

  /**
   * Starts marking; resolves when that is written, or has failed. Then the application's next authentication tries again.
   */
  stop(oauthApplicationId: string, now: number): Promise<void> {
    const running = this.running.get(oauthApplicationId);
    if (running) return running;
    const run = this.database
      .write(async (transaction) => {
        await transaction.rows(LIST_AS_ENDED, { oauthApplicationId, now });
        await stopLapsed(transaction, oauthApplicationId, now);
      })
      .catch(this.onError)
      .finally(() => this.running.delete(oauthApplicationId));
    this.running.set(oauthApplicationId, run);
    return run;
  }

  /** Resolves when everything that was started is written. */
  async drained(): Promise<void> {
    await Promise.all(this.running.values());
  }
}

import type { Database } from "../../database/database.js";
import { firstIdAt, ID_PREFIX } from "../../model/identifier.js";
import { MemberKind } from "../../model/member.js";
import { KEPT_MS, MAX_UNCOUNTED_OF_APPLICATION, OF_ITSELF, OF_OTHERS } from "../answers/bounds.js";
import type { Clock } from "../clock.js";
import { USABLE } from "../secrets/usable.js";
import { OVER, overAt } from "../tokens/live-tokens.js";

/** How many rows one transaction deletes, so that no change waits long behind it. */
const BATCH_SIZE = 5_000;

/**
 * How far back the first run looks, and how far each later run overlaps the one before, since gateways' clocks differ.
 */
const FIRST_LOOK_MS = 3_600_000;
const OVERLAP_MS = 300_000;

/** How many of an application's newest secrets and of an organization's newest API tokens are always kept. */
export const KEPT_SECRETS = 1_000;
export const KEPT_TOKENS = 100_000;

/** A table with rows to delete, and SQL that selects their keys. */
interface StaleRows {
  table: string;
  key: string;
  found: string;
}

const EXPIRED: readonly StaleRows[] = ["access_tokens", "sign_in_codes"].map((table) => ({
  table,
  key: "digest",
  found: `SELECT digest AS key FROM ${table} WHERE expires_at <= :now LIMIT ${BATCH_SIZE}`,
}));

/** Answers that were kept for as long as they are. */
const KEPT: StaleRows = {
  table: "kept_answers",
  key: "digest",
  found: `SELECT digest AS key FROM kept_answers WHERE kept_at <= :keptUntil LIMIT ${BATCH_SIZE}`,
};

/** Kept plaintexts of secrets and tokens that are of no use any more, or are gone. */
const ENDED = `SELECT digest AS key FROM kept_answers WHERE sealed IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM client_secrets WHERE id = issued_id AND ${USABLE})
  AND NOT EXISTS (SELECT 1 FROM api_tokens WHERE id = issued_id AND ${USABLE}) LIMIT ${BATCH_SIZE}`;

/** Departures after which nobody can sign in who was added by e-mail before. */
const DEPARTED: StaleRows = {
  table: "departures",
  key: "subject",
  found: `SELECT subject AS key FROM departures
    WHERE NOT EXISTS (SELECT 1 FROM members WHERE kind = '${MemberKind.USER}' AND subject = '') LIMIT ${BATCH_SIZE}`,
};

/** Applications with a rotation, and organizations with a new API token, since a moment: only these have grown. */
const ROTATED =
  "SELECT DISTINCT target_id AS id FROM audit_events WHERE id >= :since AND action = 'client_secret.rotated'";
const ISSUING =
  "SELECT DISTINCT organization_id AS id FROM audit_events WHERE id >= :since AND action = 'api_token.created'";

/** Stopped secrets of applications that were rotated recently. */
const RETIRED: StaleRows = staleBeyond(KEPT_SECRETS, {
  grown: ROTATED,
  table: "client_secrets",
  owner: "oauth_application_id",
  isOver: `NOT ${USABLE}`,
});

/**
 * API tokens that are over, of organizations that issued some recently. No live token descends from one that is over.
 */
const STOPPED: StaleRows = staleBeyond(KEPT_TOKENS, {
  grown: ISSUING,
  table: "api_tokens",
  owner: "organization_id",
  isOver: OVER,
});

/** Answers that nobody counts, beyond the newest of applications that were rotated recently. */
const UNCOUNTED: readonly StaleRows[] = [OF_ITSELF, OF_OTHERS].map((among) =>
  staleBeyond(MAX_UNCOUNTED_OF_APPLICATION, {
    grown: ROTATED,
    table: "kept_answers",
    key: "digest",
    owner: "oauth_application_id",
    order: "issued_id",
    among,
  }),
);

/** Rows of an owner: those in whose order the newest stay, and of the older ones those that are over. */
interface GrowingRows {
  grown: string;
  table: string;
  key?: string;
  owner: string;
  order?: string;
  among?: string;
  isOver?: string;
}

function staleBeyond(
  kept: number,
  { grown, table, key = "id", owner, order = "id", among = "true", isOver = "true" }: GrowingRows,
): StaleRows {
  const found = `WITH grown AS (${grown}), bounds AS (
    SELECT grown.id AS owner,
      (SELECT newer.${order} FROM ${table} newer WHERE newer.${owner} = grown.id AND ${among}
        ORDER BY newer.${order} DESC LIMIT 1 OFFSET ${kept - 1}) AS oldest
    FROM grown
  ) SELECT row.${key} AS key FROM bounds JOIN ${table} row ON row.${owner} = bounds.owner AND row.${order} < bounds.oldest
  WHERE ${among} AND ${isOver} LIMIT ${BATCH_SIZE}`;
  return { table, key, found };
}

/** Deletes rows that are of no use any more. A reader finds them, so that changes wait only for the deletion. */
export class Upkeep {
  private since: number;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    this.since = clock() - FIRST_LOOK_MS;
  }

  async run(): Promise<void> {
    const now = this.clock();
    for (const rows of [...EXPIRED, KEPT, ...UNCOUNTED, DEPARTED, RETIRED, STOPPED]) await this.forget(rows, now);
    await this.destroyEnded(now);
    this.since = now - OVERLAP_MS;
  }

  private async forget({ table, key, found }: StaleRows, now: number): Promise<void> {
    const since = firstIdAt(ID_PREFIX.auditEvent, this.since);
    const parameters = { now, over: overAt(now), keptUntil: now - KEPT_MS, since };
    for (;;) {
      const rows = await this.database.read.rows(found, parameters);
      if (rows.length === 0) return;
      const keys = rows.map((row) => row.key);
      await this.database.write((transaction) =>
        transaction.rows(`DELETE FROM ${table} WHERE ${transaction.anyOf(key, "keys")}`, { keys }),
      );
      if (rows.length < BATCH_SIZE) return;
    }
  }

  private async destroyEnded(now: number): Promise<void> {
    const rows = await this.database.read.rows(ENDED, { now });
    if (rows.length === 0) return;
    const keys = rows.map(({ key }) => key);
    await this.database.write((transaction) =>
      transaction.rows(`UPDATE kept_answers SET sealed = NULL WHERE ${transaction.anyOf("digest", "keys")}`, { keys }),
    );
  }
}

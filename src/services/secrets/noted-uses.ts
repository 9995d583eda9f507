import type { Transaction } from "../../database/transaction.js";
import { destroyAnswerOf } from "../answers/destroyed-answers.js";
import { type CollectedUse, KEPT_SOURCES, type SourceUse } from "./collected-use.js";
import { FOREIGN } from "./foreign-digest.js";

/** What was collected, each with its secret's id. */
export type Uses = [id: string, use: CollectedUse][];

/** A count stays at the largest value that GraphQL's Int and PostgreSQL's integer hold. */
const MAX_COUNT = 2 ** 31 - 1;

const IS_LATE = `uses.replaces_hash AND client_secrets.digest NOT LIKE '${FOREIGN}%'`;

/**
 * One statement for a whole batch, which answers the ids that it found. Each element of `:uses` is `[id, count,
 * firstUsedAt, lastUsedAt, digest, hint, replacesHash]`; the moments are null where the secret was only refused. What
 * replaces another system's hash does so while that is there: another secret that it takes for the same may have been faster.
 * Its rows stay locked until the end of the transaction, so that batches of two gateways write the sources of a secret one
 * after the other.
 */
const NOTE = `UPDATE client_secrets SET
  use_count = CASE WHEN use_count < ${MAX_COUNT} - uses.count THEN use_count + uses.count ELSE ${MAX_COUNT} END,
  first_used_at = COALESCE(CASE WHEN first_used_at < uses.first THEN first_used_at ELSE uses.first END, first_used_at),
  last_used_at = COALESCE(CASE WHEN last_used_at > uses.last THEN last_used_at ELSE uses.last END, last_used_at),
  digest = CASE WHEN ${IS_LATE} THEN client_secrets.digest ELSE COALESCE(uses.digest, client_secrets.digest) END,
  hint = CASE WHEN ${IS_LATE} THEN client_secrets.hint ELSE COALESCE(uses.hint, client_secrets.hint) END`;

const noteUses = (held: "" | "SKIP LOCKED") => ({
  sqlite: `${NOTE}
  FROM (
    SELECT value ->> 0 AS id, value ->> 1 AS count, value ->> 2 AS first, value ->> 3 AS last, value ->> 4 AS digest,
      value ->> 5 AS hint, value ->> 6 AS replaces_hash
    FROM jsonb_each(:uses)
  ) uses
  WHERE client_secrets.id = uses.id RETURNING id`,
  postgres: `WITH uses AS (
    SELECT id, (value ->> 1)::integer AS count, (value ->> 2)::bigint AS first, (value ->> 3)::bigint AS last,
      value ->> 4 AS digest, value ->> 5 AS hint, (value ->> 6)::boolean AS replaces_hash
    FROM json_array_elements(:uses) WITH ORDINALITY AS elements(value, position)
    JOIN client_secrets ON id = value ->> 0
    ORDER BY position FOR NO KEY UPDATE OF client_secrets ${held}
  )
  ${NOTE} FROM uses WHERE client_secrets.id = uses.id RETURNING client_secrets.id`,
});

const NOTE_USES = noteUses("");
const NOTE_FREE_USES = noteUses("SKIP LOCKED");

const KEY = "client_secret_id, refused, evidence, address, client_software";

/** Adds up sources of secrets whose rows are locked, and answers the secrets of those that may be new. */
const noteSources = (given: string, isNew: string) => `INSERT INTO secret_uses (${KEY}, count, first_at, last_at)
  SELECT * FROM (${given}) given WHERE true
  ON CONFLICT (${KEY}) DO UPDATE SET
    count = CASE WHEN secret_uses.count < ${MAX_COUNT} - excluded.count
      THEN secret_uses.count + excluded.count ELSE ${MAX_COUNT} END,
    first_at = CASE WHEN secret_uses.first_at < excluded.first_at THEN secret_uses.first_at ELSE excluded.first_at END,
    last_at = CASE WHEN secret_uses.last_at > excluded.last_at THEN secret_uses.last_at ELSE excluded.last_at END
  RETURNING client_secret_id AS id, ${isNew} AS is_new`;

/**
 * Each element of `:sources` is `[id, refused, evidence, address, software, count, firstAt, lastAt]`, and none is before
 * `:since`.
 */
const NOTE_SOURCES = {
  sqlite: noteSources(
    `SELECT value ->> 0 AS id, value ->> 1 AS refused, value ->> 2 AS evidence, value ->> 3 AS address,
    value ->> 4 AS software, value ->> 5 AS count, value ->> 6 AS first, value ->> 7 AS last FROM jsonb_each(:sources)`,
    // A source that was there is of an earlier batch.
    "first_at >= :since",
  ),
  // PostgreSQL marks a row that ON CONFLICT has updated with the transaction.
  postgres: noteSources(
    `SELECT value ->> 0 AS id, (value ->> 1)::boolean AS refused, value ->> 2 AS evidence,
    value ->> 3 AS address, value ->> 4 AS software, (value ->> 5)::integer AS count, (value ->> 6)::bigint AS first,
    (value ->> 7)::bigint AS last FROM json_array_elements(:sources) AS elements(value)`,
    "(secret_uses.xmax = 0)",
  ),
};

/** The order of a secret's sources: the latest first, and always the same one of two at the same moment. */
export const LATEST_FIRST = "last_at DESC, evidence, address, client_software";

/** `ofThem` selects the rows of the batch's secrets. */
const forgetOldest = (ofThem: string) => `DELETE FROM secret_uses WHERE ${ofThem} AND (${KEY}) IN (
  SELECT ${KEY} FROM (
    SELECT ${KEY}, row_number() OVER (PARTITION BY client_secret_id, refused ORDER BY ${LATEST_FIRST}) AS place
    FROM secret_uses WHERE ${ofThem}
  ) ranked WHERE place > ${KEPT_SOURCES})`;

/**
 * Writes a batch in at most three statements, and one for each secret whose kept answer has arrived. `uses` is in the order of ids, so that batches of two gateways cannot
 * deadlock. Unless it `waits`, secrets whose rows somebody else holds are left out; answers their ids.
 */
export async function note(transaction: Transaction, uses: Uses, waits: boolean): Promise<string[]> {
  const rows = uses.map(([id, { count, firstUsedAt, lastUsedAt, digest = null, hint = null, replacesHash }]) => [
    id,
    count,
    firstUsedAt,
    lastUsedAt,
    digest,
    hint,
    replacesHash,
  ]);
  const found = await transaction.rows(waits ? NOTE_USES : NOTE_FREE_USES, { uses: JSON.stringify(rows) });
  const noted = new Set(found.map(({ id }) => id));
  for (const [id, { endsAnswer }] of uses) if (endsAnswer && noted.has(id)) await destroyAnswerOf(transaction, id);
  const sources = uses.flatMap(([id, { used, refused }]) =>
    noted.has(id)
      ? [
          ...used.list().map((source) => rowOf(id, false, source)),
          ...refused.list().map((source) => rowOf(id, true, source)),
        ]
      : [],
  );
  if (sources.length > 0) await noteAll(transaction, sources);
  const left = uses.map(([id]) => id).filter((id) => !noted.has(id));
  return left.length === 0 ? [] : existing(transaction, left);
}

async function noteAll(transaction: Transaction, sources: unknown[][]): Promise<void> {
  const since = Math.min(...sources.map((source) => source[FIRST_AT] as number));
  const written = await transaction.rows(NOTE_SOURCES, { sources: JSON.stringify(sources), since });
  const ids = [...new Set(written.filter(({ is_new }) => is_new).map(({ id }) => id))];
  if (ids.length === 0) return;
  const ofThem = transaction.anyOf("client_secret_id", "ids");
  await transaction.rows(forgetOldest(ofThem), { ids });
}

/** Those of the secrets that were not deleted meanwhile. */
async function existing(transaction: Transaction, ids: string[]): Promise<string[]> {
  const found = await transaction.rows(`SELECT id FROM client_secrets WHERE ${transaction.anyOf("id", "ids")}`, {
    ids,
  });
  return found.map(({ id }) => id as string);
}

/** Where an element of `:sources` has its first moment. */
const FIRST_AT = 6;

/** A source as an element of `:sources`; a part of a key is never null. */
function rowOf(id: string, refused: boolean, source: SourceUse): unknown[] {
  const { evidence, address, clientSoftware, count, firstAt, lastAt } = source;
  return [id, refused, evidence, address ?? "", clientSoftware ?? "", count, firstAt, lastAt];
}

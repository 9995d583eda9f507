import type { Transaction } from "../../database/transaction.js";
import { type CollectedUse, KEPT_SOURCES, type SourceUse } from "./collected-use.js";

/** What was collected, each with its secret's id. */
export type Uses = [id: string, use: CollectedUse][];

/** A count stays at the largest value that GraphQL's Int and PostgreSQL's integer hold. */
const MAX_COUNT = 2 ** 31 - 1;

/**
 * One statement for a whole batch. Each element of `:uses` is `[id, count, firstUsedAt, lastUsedAt, digest]`; the
 * moments are null where the secret was only refused. Its rows stay locked until the end of the transaction, so that
 * batches of two gateways write the sources of a secret one after the other.
 */
const NOTE = `UPDATE client_secrets SET
  use_count = CASE WHEN use_count < ${MAX_COUNT} - uses.count THEN use_count + uses.count ELSE ${MAX_COUNT} END,
  first_used_at = COALESCE(CASE WHEN first_used_at < uses.first THEN first_used_at ELSE uses.first END, first_used_at),
  last_used_at = COALESCE(CASE WHEN last_used_at > uses.last THEN last_used_at ELSE uses.last END, last_used_at),
  digest = COALESCE(uses.digest, client_secrets.digest)`;

const NOTE_USES = {
  sqlite: `${NOTE}
  FROM (
    SELECT value ->> 0 AS id, value ->> 1 AS count, value ->> 2 AS first, value ->> 3 AS last, value ->> 4 AS digest
    FROM json_each(:uses)
  ) uses
  WHERE client_secrets.id = uses.id`,
  postgres: `WITH uses AS (
    SELECT id, (value ->> 1)::integer AS count, (value ->> 2)::bigint AS first, (value ->> 3)::bigint AS last,
      value ->> 4 AS digest
    FROM json_array_elements(:uses) WITH ORDINALITY AS elements(value, position)
    JOIN client_secrets ON id = value ->> 0
    ORDER BY position FOR UPDATE OF client_secrets
  )
  ${NOTE} FROM uses WHERE client_secrets.id = uses.id`,
};

const KEY = "client_secret_id, refused, evidence, address, client_software";

/** Adds up sources; a secret that was deleted meanwhile has none. */
const noteSources = (given: string) => `INSERT INTO secret_uses (${KEY}, count, first_at, last_at)
  SELECT given.* FROM (${given}) given JOIN client_secrets ON client_secrets.id = given.id WHERE true
  ON CONFLICT (${KEY}) DO UPDATE SET
    count = CASE WHEN secret_uses.count < ${MAX_COUNT} - excluded.count
      THEN secret_uses.count + excluded.count ELSE ${MAX_COUNT} END,
    first_at = CASE WHEN secret_uses.first_at < excluded.first_at THEN secret_uses.first_at ELSE excluded.first_at END,
    last_at = CASE WHEN secret_uses.last_at > excluded.last_at THEN secret_uses.last_at ELSE excluded.last_at END`;

/** Each element of `:sources` is `[id, refused, evidence, address, software, count, firstAt, lastAt]`. */
const NOTE_SOURCES = {
  sqlite:
    noteSources(`SELECT value ->> 0 AS id, value ->> 1 AS refused, value ->> 2 AS evidence, value ->> 3 AS address,
    value ->> 4 AS software, value ->> 5 AS count, value ->> 6 AS first, value ->> 7 AS last FROM json_each(:sources)`),
  postgres: noteSources(`SELECT value ->> 0 AS id, (value ->> 1)::boolean AS refused, value ->> 2 AS evidence,
    value ->> 3 AS address, value ->> 4 AS software, (value ->> 5)::integer AS count, (value ->> 6)::bigint AS first,
    (value ->> 7)::bigint AS last FROM json_array_elements(:sources) AS elements(value)`),
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
 * Writes a batch in three statements. `uses` is in the order of ids, so that batches of two gateways cannot deadlock.
 */
export async function note(transaction: Transaction, uses: Uses): Promise<void> {
  const rows = uses.map(([id, { count, firstUsedAt, lastUsedAt, digest = null }]) => [
    id,
    count,
    firstUsedAt,
    lastUsedAt,
    digest,
  ]);
  const sources = uses.flatMap(([id, { used, refused }]) => [
    ...used.list().map((source) => rowOf(id, false, source)),
    ...refused.list().map((source) => rowOf(id, true, source)),
  ]);
  await transaction.rows(NOTE_USES, { uses: JSON.stringify(rows) });
  await transaction.rows(NOTE_SOURCES, { sources: JSON.stringify(sources) });
  const ofThem = transaction.anyOf("client_secret_id", "ids");
  await transaction.rows(forgetOldest(ofThem), { ids: uses.map(([id]) => id) });
}

/** A source as an element of `:sources`; a part of a key is never null. */
function rowOf(id: string, refused: boolean, source: SourceUse): unknown[] {
  const { evidence, address, clientSoftware, count, firstAt, lastAt } = source;
  return [id, refused, evidence, address ?? "", clientSoftware ?? "", count, firstAt, lastAt];
}

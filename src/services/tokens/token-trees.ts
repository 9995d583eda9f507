import type { Transaction } from "../../database/transaction.js";
import type { Actor } from "../../model/actor.js";
import { recordAuditEvent, recordAuditEvents } from "../audit/audit-events.js";
import { LIVE_RANGES, overAt } from "./live-tokens.js";

/** So many revoked tokens have an event each; more have one together. */
const MAX_EVENTS = 100;

/** API tokens from which a revocation starts: constant SQL over `api_tokens`, and the values of its parameters. */
export interface TokenRoots {
  condition: string;
  parameters: Record<string, unknown>;
}

/** A token that was stopped, and who had issued it. */
type Revoked = Map<string, string>;

/**
 * Revokes the live API tokens that `roots` selects and, since none outlives its issuer, every live token that was
 * issued with them, and so on. What was over before is left as it is. Answers how many it stopped.
 */
export async function revokeTrees(
  transaction: Transaction,
  actor: Actor,
  { condition, parameters }: TokenRoots,
  now: number,
): Promise<number> {
  const text = { sqlite: onSqlite(condition), postgres: onPostgres(condition) };
  const over = overAt(now);
  const revoked: Revoked = new Map();
  for (;;) {
    const rows = await transaction.rows(text, { ...parameters, now, over, before: [...revoked.keys()] });
    for (const { id, created_by_id } of rows) revoked.set(id as string, created_by_id as string);
    // Who issues a token holds the issuer's row, so the update has waited for it, and the next look, below that row, sees its token.
    if (rows.length === 0) break;
  }
  if (revoked.size > 0) await record(transaction, actor, revoked, now);
  return revoked.size;
}

function live(condition: string): string[] {
  return LIVE_RANGES.map((range) => `SELECT id FROM api_tokens WHERE ${condition} AND ${range}`);
}

function onSqlite(condition: string): string {
  const issued = LIVE_RANGES.map(
    (range) => `SELECT issued.id FROM tree CROSS JOIN api_tokens issued WHERE created_by_id = tree.id AND ${range}`,
  );
  return `WITH RECURSIVE tree(id) AS (${[...live(condition), ...issued].join(" UNION ")})
    UPDATE api_tokens SET revoked_at = :now
    WHERE revoked_at IS NULL AND id IN (SELECT id FROM tree) RETURNING id, created_by_id`;
}

/**
 * Rows are locked in one order everywhere, so that two revocations of the same tokens cannot block each other. OFFSET 0
 * and ARRAY keep the planner, which cannot guess how many there are, from reading the whole table at each step.
 */
function onPostgres(condition: string): string {
  return `WITH RECURSIVE tree(id) AS (
    ${live(condition).join(" UNION ")} UNION SELECT unnest(:before::varchar[]) COLLATE "C"
    UNION SELECT issued.id FROM tree
      CROSS JOIN LATERAL (${live("created_by_id = tree.id").join(" UNION ALL ")} OFFSET 0) issued
  ), held AS (
    SELECT id FROM api_tokens WHERE id = ANY(ARRAY(SELECT id FROM tree)) AND revoked_at IS NULL
    ORDER BY id FOR NO KEY UPDATE
  ), revoked AS (
    UPDATE api_tokens SET revoked_at = :now FROM held
    WHERE api_tokens.id = held.id AND revoked_at IS NULL RETURNING api_tokens.id, created_by_id
  ) SELECT id, created_by_id FROM revoked`;
}

async function record(transaction: Transaction, actor: Actor, revoked: Revoked, now: number): Promise<void> {
  const action = "api_token.revoked";
  if (revoked.size > MAX_EVENTS) {
    const [[root, issuer] = ["", ""], another] = [...revoked].filter(([, issuer]) => !revoked.has(issuer));
    await recordAuditEvent(transaction, actor, now, action, another ? issuer : root, { revokedTokens: revoked.size });
    return;
  }
  const events = [...revoked.keys()].sort().map((id) => {
    const root = rootOf(revoked, id);
    return { targetId: id, details: root === id ? {} : { issuedWith: root } };
  });
  await recordAuditEvents(transaction, actor, now, action, events);
}

/** The first in the line of issuers that was stopped as well. */
function rootOf(revoked: Revoked, id: string): string {
  let root = id;
  for (let issuer = revoked.get(root); issuer !== undefined && revoked.has(issuer); issuer = revoked.get(root)) {
    root = issuer;
  }
  return root;
}

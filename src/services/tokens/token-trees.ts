import type { Transaction } from "../../database/transaction.js";
import type { Actor } from "../../model/actor.js";
import { destroyAnswersOf, MAY_BE_KEPT } from "../answers/destroyed-answers.js";
import type { AuditTrail } from "../audit/audit-trail.js";
import { LIVE_RANGES, overAt } from "./live-tokens.js";

/** Up to how many revoked tokens each have an audit event; a longer list has one event for all. */
const MAX_EVENTS = 100;

/** The API tokens with which a revocation starts: a constant SQL condition on `api_tokens`, and its parameters. */
export interface TokenRoots {
  condition: string;
  parameters: Record<string, unknown>;
}

/** The issuer of each token that was revoked, by the token's id. */
type Revoked = Map<string, string>;

/** Revokes API tokens with everything that was issued with them. */
export class TokenTrees {
  constructor(private readonly trail: AuditTrail) {}

  /**
   * Revokes the live API tokens that the condition selects and every live token below them, and destroys what is kept of
   * them. Tokens that are over are left as they are. Answers how many were revoked.
   */
  async revoke(
    transaction: Transaction,
    actor: Actor,
    { condition, parameters }: TokenRoots,
    now: number,
  ): Promise<number> {
    const text = { sqlite: onSqlite(condition), postgres: onPostgres(condition) };
    const over = overAt(now);
    const revoked: Revoked = new Map();
    const kept: string[] = [];
    for (;;) {
      const rows = await transaction.rows(text, { ...parameters, now, over, before: [...revoked.keys()] });
      for (const { id, created_by_id, may_be_kept } of rows) {
        revoked.set(id as string, created_by_id as string);
        if (may_be_kept) kept.push(id as string);
      }
      // Repeats until nothing is found: the UPDATE may have waited for a token that was issued meanwhile, as issuing
      // locks the issuer's row.
      if (rows.length === 0) break;
    }
    if (kept.length > 0) await destroyAnswersOf(transaction, kept);
    if (revoked.size > 0) await this.record(transaction, actor, revoked, now);
    return revoked.size;
  }

  private async record(transaction: Transaction, actor: Actor, revoked: Revoked, now: number): Promise<void> {
    const action = "api_token.revoked";
    if (revoked.size > MAX_EVENTS) {
      const [[root, issuer] = ["", ""], another] = [...revoked].filter(([, issuer]) => !revoked.has(issuer));
      const details = { revokedTokens: revoked.size };
      await this.trail.record(transaction, actor, now, action, another ? issuer : root, details);
      return;
    }
    const events = [...revoked.keys()].sort().map((id) => {
      const root = rootOf(revoked, id);
      return { targetId: id, details: root === id ? {} : { issuedWith: root } };
    });
    await this.trail.recordAll(transaction, actor, now, action, events);
  }
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
    WHERE revoked_at IS NULL AND id IN (SELECT id FROM tree) RETURNING id, created_by_id, ${MAY_BE_KEPT}`;
}

/**
 * Locks rows in the order of ids, so that two revocations of the same tokens cannot deadlock. OFFSET 0 and ARRAY keep
 * the planner, which cannot estimate the number of rows, from scanning the whole table.
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
    WHERE api_tokens.id = held.id AND revoked_at IS NULL RETURNING api_tokens.id, created_by_id, ${MAY_BE_KEPT}
  ) SELECT id, created_by_id, may_be_kept FROM revoked`;
}

/** The topmost issuer in a token's line that was revoked too. */
function rootOf(revoked: Revoked, id: string): string {
  let root = id;
  for (let issuer = revoked.get(root); issuer !== undefined && revoked.has(issuer); issuer = revoked.get(root)) {
    root = issuer;
  }
  return root;
}

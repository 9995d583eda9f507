import type { EntityManager } from "typeorm";
import { isPostgres, query } from "../database/statements.js";
import type { Actor } from "../model/actor.js";
import { recordAuditEvent, recordAuditEvents } from "./audit-events.js";

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
 * Revokes the API tokens that `roots` selects and, since none outlives its issuer, every token that was issued with
 * them, and so on, below tokens too that were revoked or have expired before. Answers how many it stopped.
 */
export async function revokeTrees(
  manager: EntityManager,
  actor: Actor,
  { condition, parameters }: TokenRoots,
  now: number,
): Promise<number> {
  const text = isPostgres(manager) ? onPostgres(condition) : onSqlite(condition);
  const revoked: Revoked = new Map();
  for (;;) {
    const rows = await query(manager, text, { ...parameters, now });
    for (const { id, created_by_id } of rows) revoked.set(id as string, created_by_id as string);
    // Who issues a token holds the issuer's row, so the update has waited for it, and the next look sees its token.
    if (rows.length === 0 || !isPostgres(manager)) break;
  }
  if (revoked.size > 0) await record(manager, actor, revoked, now);
  return revoked.size;
}

function treesOf(condition: string): string {
  return `WITH RECURSIVE tree(id) AS (
    SELECT id FROM api_tokens WHERE ${condition}
    UNION SELECT issued.id FROM tree JOIN api_tokens issued ON issued.created_by_id = tree.id
  )`;
}

function onSqlite(condition: string): string {
  return `${treesOf(condition)} UPDATE api_tokens SET revoked_at = :now
    WHERE revoked_at IS NULL AND id IN (SELECT id FROM tree) RETURNING id, created_by_id`;
}

/** Rows are locked in one order everywhere, so that two revocations of the same tokens cannot block each other. */
function onPostgres(condition: string): string {
  return `${treesOf(condition)}, held AS (
    SELECT api_tokens.id FROM api_tokens JOIN tree ON tree.id = api_tokens.id
    WHERE revoked_at IS NULL ORDER BY api_tokens.id FOR NO KEY UPDATE OF api_tokens
  ), revoked AS (
    UPDATE api_tokens SET revoked_at = :now FROM held
    WHERE api_tokens.id = held.id AND revoked_at IS NULL RETURNING api_tokens.id, created_by_id
  ) SELECT id, created_by_id FROM revoked`;
}

async function record(manager: EntityManager, actor: Actor, revoked: Revoked, now: number): Promise<void> {
  const action = "api_token.revoked";
  if (revoked.size > MAX_EVENTS) {
    const [[root, issuer] = ["", ""], another] = [...revoked].filter(([, issuer]) => !revoked.has(issuer));
    await recordAuditEvent(manager, actor, now, action, another ? issuer : root, { revokedTokens: revoked.size });
    return;
  }
  const events = [...revoked.keys()].sort().map((id) => {
    const root = rootOf(revoked, id);
    return { targetId: id, details: root === id ? {} : { issuedWith: root } };
  });
  await recordAuditEvents(manager, actor, now, action, events);
}

/** The first in the line of issuers that was stopped as well. */
function rootOf(revoked: Revoked, id: string): string {
  let root = id;
  for (let issuer = revoked.get(root); issuer !== undefined && revoked.has(issuer); issuer = revoked.get(root)) {
    root = issuer;
  }
  return root;
}

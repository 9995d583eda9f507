import type { Transaction } from "../../database/transaction.js";
import { type Actor, ActorKind } from "../../model/actor.js";
import { DomainError } from "../../model/domain-error.js";
import { LIVE_RANGES, overAt } from "../tokens/live-tokens.js";

// Everything a member can create is bounded, so that it can be counted, listed and revoked in bounded time. A limit
// refuses new rows and never touches those that are there.

export const MAX_TOKENS_OF_ISSUER = 1_000;
export const MAX_TOKENS_OF_ORGANIZATION = 10_000;
export const MAX_MEMBERS = 10_000;
export const MAX_APPLICATIONS = 1_000_000;

/** More token-issuing transactions than ever run at once, over all gateways of one database. */
const ISSUING_AT_ONCE = 1_000;

/** SQL that counts live tokens, each range up to the limit. */
const liveTokens = (condition: string, limit: number) =>
  LIVE_RANGES.map((range) => upTo(limit, `api_tokens WHERE ${condition} AND ${range}`)).join(" + ");

const TOKENS = `SELECT ${liveTokens("created_by_id = :actorId", MAX_TOKENS_OF_ISSUER)} AS issued,
  ${liveTokens("organization_id = :organizationId", MAX_TOKENS_OF_ORGANIZATION)} AS held`;

/** SQL that counts rows, up to a limit; `rows` is what follows FROM. */
export function upTo(limit: number, rows: string): string {
  return `(SELECT COUNT(*) FROM (SELECT 1 FROM ${rows} LIMIT ${limit}) counted)`;
}

/** Whether limits apply to an actor. The command line has none, so that a full organization can be mended. */
export function isBound({ kind }: Actor): boolean {
  return kind !== ActorKind.CLI;
}

/**
 * Throws `conflict` when the actor, whose row is locked, or its organization has too many live API tokens. Issuers of
 * one organization take turns only when it is nearly full.
 */
export async function demandRoomForToken(transaction: Transaction, actor: Actor, now: number): Promise<void> {
  const { id: actorId, organizationId } = actor;
  const count = async () => {
    const [row] = await transaction.rows(TOKENS, { actorId, organizationId, over: overAt(now) });
    return { issued: Number(row?.issued), held: Number(row?.held) };
  };
  let { issued, held } = await count();
  rejectFull(issued, MAX_TOKENS_OF_ISSUER, "live API tokens", "The issuer");
  if (held >= MAX_TOKENS_OF_ORGANIZATION - ISSUING_AT_ONCE) {
    await transaction.lockName(`${organizationId} api tokens`);
    ({ held } = await count());
  }
  rejectFull(held, MAX_TOKENS_OF_ORGANIZATION, "live API tokens");
}

/** Throws `conflict` when the organization has too many members. */
export async function demandRoomForMember(transaction: Transaction, { organizationId }: Actor): Promise<void> {
  const text = `SELECT ${upTo(MAX_MEMBERS, "members WHERE organization_id = :organizationId")} AS held`;
  const [row] = await transaction.rows(text, { organizationId });
  rejectFull(Number(row?.held), MAX_MEMBERS, "members");
}

function rejectFull(count: number, limit: number, what: string, who?: string): void {
  if (count >= limit) throw full(limit, what, who);
}

/** The refusal when a limit is reached. */
export function full(limit: number, what: string, who = "The organization"): DomainError {
  return DomainError.conflict(`${who} has ${limit} ${what}, the most there may be. Take back some of them first.`);
}

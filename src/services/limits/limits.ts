import type { Transaction } from "../../database/transaction.js";
import { type Actor, ActorKind } from "../../model/actor.js";
import { DomainError } from "../../model/domain-error.js";
import { LIVE_RANGES, overAt } from "../tokens/live-tokens.js";

// What a member can make without end is bounded, so that it can always be counted, listed and taken back. A limit
// refuses what is new and never stops what is there.

export const MAX_TOKENS_OF_ISSUER = 1_000;
export const MAX_TOKENS_OF_ORGANIZATION = 10_000;
export const MAX_MEMBERS = 10_000;
export const MAX_APPLICATIONS = 1_000_000;

/** More transactions than all gateways over one database ever run at once. */
const ISSUING_AT_ONCE = 1_000;

/** Each range no further than the limit. */
const liveTokens = (condition: string, limit: number) =>
  LIVE_RANGES.map((range) => upTo(limit, `api_tokens WHERE ${condition} AND ${range}`)).join(" + ");

const TOKENS = `SELECT ${liveTokens("created_by_id = :actorId", MAX_TOKENS_OF_ISSUER)} AS issued,
  ${liveTokens("organization_id = :organizationId", MAX_TOKENS_OF_ORGANIZATION)} AS held`;

/** SQL that counts rows, but not beyond a limit. */
function upTo(limit: number, rows: string): string {
  return `(SELECT COUNT(*) FROM (SELECT 1 FROM ${rows} LIMIT ${limit}) counted)`;
}

/** Whether limits concern an actor: the command line is not bound, so that a full organization can be mended. */
export function isBound({ kind }: Actor): boolean {
  return kind !== ActorKind.CLI;
}

/**
 * Throws `conflict` when the actor, whose row is held, or its organization has as many live API tokens as there may be.
 * Those who issue in an organization take turns only when it is nearly full.
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

/** Throws `conflict` when the organization has as many members as there may be. */
export async function demandRoomForMember(transaction: Transaction, { organizationId }: Actor): Promise<void> {
  const text = `SELECT ${upTo(MAX_MEMBERS, "members WHERE organization_id = :organizationId")} AS held`;
  const [row] = await transaction.rows(text, { organizationId });
  rejectFull(Number(row?.held), MAX_MEMBERS, "members");
}

function rejectFull(count: number, limit: number, what: string, who?: string): void {
  if (count >= limit) throw full(limit, what, who);
}

/** The refusal of what would be more than there may be. */
export function full(limit: number, what: string, who = "The organization"): DomainError {
  return DomainError.conflict(`${who} has ${limit} ${what}, the most there may be. Take back some of them first.`);
}

import type { Parameters } from "../../database/engine.js";
import type { Transaction } from "../../database/transaction.js";
import { DomainError } from "../../model/domain-error.js";
import { MIN_CONFIRM_SECONDS } from "../../model/inputs/secret-rotation.inputs.js";
import { upTo } from "../limits/limits.js";
import type { KeyedRequest } from "./keyed-request.js";

/** How long an answer is kept. */
export const KEPT_MS = 86_400_000;

export const MAX_KEPT_OF_ACTOR = 1_000;
export const MAX_KEPT_OF_ORGANIZATION = 10_000;

/**
 * How many answers that are not counted stay of an application, the newest ones, apart for what it does itself and what
 * others do: twice as many as it gets in a day with one secret, each of which has to be undone before the next. Why:
 * docs/decisions/0029-kept-answers-of-an-application.md
 */
export const MAX_UNCOUNTED_OF_APPLICATION = (2 * KEPT_MS) / (MIN_CONFIRM_SECONDS * 1000);
export const OF_ITSELF = "NOT counted AND actor_id = oauth_application_id";
export const OF_OTHERS = "NOT counted AND actor_id <> oauth_application_id";

/** More requests with a key than ever run at once, over all gateways of one database. */
const AT_ONCE = 100;

const OF_ACTOR = "kept_answers WHERE actor_id = :actorId AND counted AND kept_at > :since";
const OF_ORGANIZATION = "kept_answers WHERE organization_id = :organizationId AND counted AND kept_at > :since";

const COUNT = `SELECT ${upTo(MAX_KEPT_OF_ACTOR, OF_ACTOR)} AS own, ${upTo(MAX_KEPT_OF_ORGANIZATION, OF_ORGANIZATION)} AS held`;

/** SQL for the moment at which the oldest was kept. */
const oldestOf = (rows: string) => `SELECT MIN(kept_at) AS oldest FROM ${rows}`;

/**
 * Throws `too_many_requests` when the actor or its organization has as many kept answers as it may. Those who come when
 * it is nearly so take turns.
 */
export async function demandRoomForAnswer(transaction: Transaction, request: KeyedRequest, now: number): Promise<void> {
  let { own, held } = await countKept(transaction, request, now);
  if (isNearlyFull({ own, held })) {
    await transaction.lockName(`${request.actor.organizationId} kept answers`);
    ({ own, held } = await countKept(transaction, request, now));
  }
  const full = own >= MAX_KEPT_OF_ACTOR ? OF_ACTOR : held >= MAX_KEPT_OF_ORGANIZATION ? OF_ORGANIZATION : undefined;
  if (!full) return;
  const [row] = await transaction.rows(oldestOf(full), ownersOf(request, now));
  throw tooMany(full === OF_ACTOR, Math.ceil((Number(row?.oldest) + KEPT_MS - now) / 1000));
}

/** Whether there is ample room for one more, which then needs no turn. */
export async function hasRoomForAnswer(transaction: Transaction, request: KeyedRequest, now: number): Promise<boolean> {
  return !isNearlyFull(await countKept(transaction, request, now));
}

interface Kept {
  own: number;
  held: number;
}

async function countKept(transaction: Transaction, request: KeyedRequest, now: number): Promise<Kept> {
  const [row] = await transaction.rows(COUNT, ownersOf(request, now));
  return { own: Number(row?.own), held: Number(row?.held) };
}

function isNearlyFull({ own, held }: Kept): boolean {
  return own + AT_ONCE >= MAX_KEPT_OF_ACTOR || held + AT_ONCE >= MAX_KEPT_OF_ORGANIZATION;
}

function ownersOf({ actor: { id: actorId, organizationId } }: KeyedRequest, now: number): Parameters {
  return { actorId, organizationId, since: now - KEPT_MS };
}

function tooMany(isActor: boolean, retryAfterSeconds: number): DomainError {
  const whose = isActor ? `The actor has ${MAX_KEPT_OF_ACTOR}` : `The organization has ${MAX_KEPT_OF_ORGANIZATION}`;
  const message = `${whose} kept answers, the most there may be. Retry after ${retryAfterSeconds} s, or without an idempotency key.`;
  return new DomainError("too_many_requests", message, { retryAfterSeconds });
}

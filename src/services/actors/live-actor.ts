import type { Parameters } from "../../database/engine.js";
import type { EntityClass, Selection } from "../../database/select.js";
import type { LockingReader, Transaction } from "../../database/transaction.js";
import { type Actor, ActorKind } from "../../model/actor.js";
import { ApiToken } from "../../model/api-token.js";
import { DomainError } from "../../model/domain-error.js";
import { ID_PREFIX, prefixOf } from "../../model/identifier.js";
import { Member } from "../../model/member.js";
import type { Clock } from "../clock.js";

/**
 * Asks again, inside the transaction, whether the actor may act: since the credential was checked, the token may have
 * been revoked, or the member removed or lowered. For changes that lock no other rows afterwards; others use
 * holdLiveActor. Answers the moment of the check, in milliseconds.
 */
export async function demandLiveActor(transaction: Transaction, actor: Actor, clock: Clock): Promise<number> {
  const now = clock();
  const { entity, tail } = livenessOf(actor);
  rejectDead(actor, await transaction.list(entity, tail, livenessParameters(actor)), now);
  return now;
}

/** Actors without a credential that could end. */
const ALWAYS_MAY: ReadonlySet<ActorKind> = new Set([ActorKind.CLI, ActorKind.GATEWAY]);

/**
 * Throws `unauthenticated` when `found`, the rows that `livenessOf` selects, shows that the actor may not act any more,
 * and `unavailable` when the request has waited for locks longer than its patience.
 */
export function rejectDead({ kind, expiresAt, origin }: Actor, found: readonly unknown[], now: number): void {
  origin.patience?.demand();
  const isExpired = expiresAt !== null && expiresAt.getTime() <= now;
  if (isExpired || (found.length === 0 && !ALWAYS_MAY.has(kind))) throw DomainError.unauthenticated();
}

/** Selects a row exactly as long as the actor may act. For those who always may, its result is not looked at. */
export function livenessOf(actor: Pick<Actor, "kind">): Selection<ApiToken | Member> {
  const { entity, condition } = liveRowOf(actor);
  return { entity, tail: `WHERE ${condition}` };
}

function liveRowOf({ kind }: Pick<Actor, "kind">): { entity: EntityClass<ApiToken | Member>; condition: string } {
  switch (kind) {
    case ActorKind.CLI:
    case ActorKind.GATEWAY:
    case ActorKind.API_TOKEN:
      return { entity: ApiToken, condition: "id = :actorId AND revoked_at IS NULL" };
    case ActorKind.USER:
      return { entity: Member, condition: "id = :actorId AND role = :actorRole" };
    case ActorKind.APPLICATION:
      return {
        entity: Member,
        condition: `oauth_application_id = :actorId AND role = :actorRole
          AND EXISTS (SELECT 1 FROM oauth_applications WHERE id = :actorId AND enabled AND NOT public)
          AND EXISTS (SELECT 1 FROM access_tokens WHERE digest = :accessTokenDigest)`,
      };
  }
}

/** The parameters of `livenessOf`'s selection. */
export function livenessParameters({ id, role, accessTokenDigest }: Actor): Parameters {
  return { actorId: id, actorRole: role, accessTokenDigest };
}

/** Locks the organization's row. Changes that depend on all its members, names or settings take turns by it. */
export async function lockOrganization(transaction: Transaction, { organizationId }: Actor): Promise<void> {
  await transaction.lock({ table: "organizations", condition: "id = :organizationId", parameters: { organizationId } });
}

/**
 * Locks in the order of ids, so that two members who change each other do not deadlock. Ending access tokens needs this
 * lock too.
 */
const HOLD_MEMBERS = `SELECT 1 FROM members WHERE organization_id = :organizationId
  AND (id IN (:actorId, :targetId) OR oauth_application_id IN (:actorId, :targetId)) ORDER BY id FOR NO KEY UPDATE`;
const HOLD_API_TOKENS = `SELECT 1 FROM api_tokens WHERE organization_id = :organizationId
  AND id IN (:actorId, :targetId) ORDER BY id FOR NO KEY UPDATE`;

/**
 * As `demandLiveActor`, for changes that lock other rows: the actor's row stays locked, so the answer holds until
 * COMMIT. Everywhere rows are locked in the order application, organization, members, API tokens. `targetId` is the API
 * token to be changed, or the member, by its own id or its application's.
 */
export async function holdLiveActor(
  transaction: Transaction,
  actor: Actor,
  clock: Clock,
  targetId = actor.id,
): Promise<number> {
  const { id: actorId, organizationId } = actor;
  const prefixes = [prefixOf(actorId), prefixOf(targetId)];
  const parameters = { actorId, targetId, organizationId };
  if (prefixes.some((prefix) => prefix !== ID_PREFIX.apiToken)) await transaction.lockRows(HOLD_MEMBERS, parameters);
  if (prefixes.includes(ID_PREFIX.apiToken)) await transaction.lockRows(HOLD_API_TOKENS, parameters);
  return demandLiveActor(transaction, actor, clock);
}

/**
 * As `holdLiveActor`, in the judging of a change, where the actor's other changes may hold its row too. It asks in the
 * moment in which it is called, as a group needs it.
 */
export async function shareLiveActor(transaction: LockingReader, actor: Actor, clock: Clock): Promise<number> {
  const { entity, condition } = liveRowOf(actor);
  const row = { table: transaction.tableOf(entity), condition, held: true };
  const isThere = ALWAYS_MAY.has(actor.kind) || (await transaction.share([row], livenessParameters(actor)));
  const now = clock();
  rejectDead(actor, isThere ? [row] : [], now);
  return now;
}

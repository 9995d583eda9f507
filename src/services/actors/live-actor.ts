import type { Selection } from "../../database/select.js";
import type { Parameters } from "../../database/statements.js";
import type { Transaction } from "../../database/transaction.js";
import { type Actor, ActorKind } from "../../model/actor.js";
import { ApiToken } from "../../model/api-token.js";
import { DomainError } from "../../model/domain-error.js";
import { ID_PREFIX, prefixOf } from "../../model/identifier.js";
import { Member } from "../../model/member.js";
import type { Clock } from "../clock.js";

/**
 * Asked again inside every transaction: between the look at a credential and the change may lie a slow body, a long
 * document or a queue, and in that time the token may have been revoked, or the member removed or given a lower role.
 * For a change that waits for nobody else's row afterwards. Answers when it was asked, in milliseconds.
 */
export async function demandLiveActor(transaction: Transaction, actor: Actor, clock: Clock): Promise<number> {
  const now = clock();
  const { entity, tail } = livenessOf(actor);
  rejectDead(actor, await transaction.list(entity, tail, livenessParameters(actor)), now);
  return now;
}

/**
 * Throws `unauthenticated` unless `found`, what `livenessOf` selects, says that the actor may still act, and
 * `unavailable` when it took so long to get here, behind locks, that the actor does not wait any more.
 */
export function rejectDead({ kind, expiresAt, origin }: Actor, found: readonly unknown[], now: number): void {
  origin.patience?.demand();
  const isExpired = expiresAt !== null && expiresAt.getTime() <= now;
  if (isExpired || (found.length === 0 && kind !== ActorKind.CLI)) throw DomainError.unauthenticated();
}

/** What is there as long as an actor may act, except for the command line, which always may. */
export function livenessOf({ kind }: Pick<Actor, "kind">): Selection<ApiToken | Member> {
  switch (kind) {
    case ActorKind.CLI:
    case ActorKind.API_TOKEN:
      return { entity: ApiToken, tail: "WHERE id = :actorId AND revoked_at IS NULL" };
    case ActorKind.USER:
      return { entity: Member, tail: "WHERE id = :actorId AND role = :actorRole" };
    case ActorKind.APPLICATION:
      return {
        entity: Member,
        tail: `WHERE oauth_application_id = :actorId AND role = :actorRole
          AND EXISTS (SELECT 1 FROM oauth_applications WHERE id = :actorId AND enabled AND NOT public)
          AND EXISTS (SELECT 1 FROM access_tokens WHERE digest = :accessTokenDigest)`,
      };
  }
}

export function livenessParameters({ id, role, accessTokenDigest }: Actor): Parameters {
  return { actorId: id, actorRole: role, accessTokenDigest };
}

/** Waits until nobody else changes what all of an organization depends on: its members, its names, its settings. */
export async function lockOrganization(transaction: Transaction, { organizationId }: Actor): Promise<void> {
  await transaction.lock({ table: "organizations", condition: "id = :organizationId", parameters: { organizationId } });
}

/** In one order, so that two who change each other do not block each other. Access tokens end with the member's row held. */
const HOLD_MEMBERS = `SELECT 1 FROM members WHERE organization_id = :organizationId
  AND (id IN (:actorId, :targetId) OR oauth_application_id IN (:actorId, :targetId)) ORDER BY id FOR NO KEY UPDATE`;
const HOLD_API_TOKENS = `SELECT 1 FROM api_tokens WHERE organization_id = :organizationId
  AND id IN (:actorId, :targetId) ORDER BY id FOR NO KEY UPDATE`;

/**
 * The same for a change that has to wait for rows: asked when it has got them, and true until COMMIT, since what would
 * end the actor waits for the change. Rows are locked in one order everywhere: application, organization, members, API
 * tokens. `targetId` is the member, by its own or its application's id, or the API token that is to be changed.
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

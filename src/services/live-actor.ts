import type { EntityManager } from "typeorm";
import { type Selection, select } from "../database/select.js";
import type { Parameters } from "../database/statements.js";
import { type Actor, ActorKind } from "../model/actor.js";
import { ApiToken } from "../model/api-token.js";
import { DomainError } from "../model/domain-error.js";
import { Member } from "../model/member.js";

/**
 * Asked again inside every transaction: between the look at a credential and the change may lie a slow body, a long
 * document or a queue, and in that time the token may have been revoked, or the member removed or given a lower role.
 */
export async function demandLiveActor(manager: EntityManager, actor: Actor, now: number): Promise<void> {
  const { entity, tail } = livenessOf(actor);
  rejectDead(actor, await select(manager, entity, tail, livenessParameters(actor)), now);
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

/** The same, and keeps it so until the transaction ends: for what is revoked along with the actor. */
export async function holdLiveActor(manager: EntityManager, actor: Actor, now: number): Promise<void> {
  // Writing a row, if only what it holds, locks it.
  const hold = { name: () => "name" };
  if (actor.kind === ActorKind.API_TOKEN) await manager.update(ApiToken, { id: actor.id }, hold);
  if (actor.kind === ActorKind.APPLICATION) await manager.update(Member, { oauthApplicationId: actor.id }, hold);
  if (actor.kind === ActorKind.USER) await manager.update(Member, { id: actor.id }, hold);
  await demandLiveActor(manager, actor, now);
}

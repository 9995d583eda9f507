import { type EntityManager, IsNull } from "typeorm";
import { type Actor, ActorKind } from "../model/actor.js";
import { ApiToken } from "../model/api-token.js";
import { DomainError } from "../model/domain-error.js";

/**
 * Asked again inside every transaction: between the look at a credential and the change may lie a slow body, a long
 * document or a queue, and in that time the credential may have been revoked.
 */
export async function demandLiveActor(manager: EntityManager, actor: Actor, now: number): Promise<void> {
  if (actor.expiresAt !== null && actor.expiresAt.getTime() <= now) throw DomainError.unauthenticated();
  if (actor.kind !== ActorKind.API_TOKEN) return;
  const isLive = await manager.existsBy(ApiToken, { id: actor.id, revokedAt: IsNull() });
  if (!isLive) throw DomainError.unauthenticated();
}

/** The same, and keeps it from being revoked before the transaction ends: for what is revoked along with it. */
export async function holdLiveActor(manager: EntityManager, actor: Actor, now: number): Promise<void> {
  if (actor.kind === ActorKind.API_TOKEN) await manager.update(ApiToken, { id: actor.id }, { name: () => "name" });
  await demandLiveActor(manager, actor, now);
}

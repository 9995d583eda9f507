import type { EntityManager } from "typeorm";
import { type Parameters, query } from "../database/select.js";
import { type Actor, ActorKind } from "../model/actor.js";
import { ApiToken } from "../model/api-token.js";
import { DomainError } from "../model/domain-error.js";
import { Member } from "../model/member.js";
import { OAuthApplication } from "../model/oauth-application.js";

/**
 * Asked again inside every transaction: between the look at a credential and the change may lie a slow body, a long
 * document or a queue, and in that time the token may have been revoked, or the member removed or given a lower role.
 */
export async function demandLiveActor(manager: EntityManager, actor: Actor, now: number): Promise<void> {
  const isExpired = actor.expiresAt !== null && actor.expiresAt.getTime() <= now;
  if (isExpired || !(await isLive(manager, actor))) throw DomainError.unauthenticated();
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

async function isThere(manager: EntityManager, sql: string, parameters: Parameters): Promise<boolean> {
  return (await query(manager, sql, parameters)).length > 0;
}

async function isLive(manager: EntityManager, { id, kind, role }: Actor): Promise<boolean> {
  switch (kind) {
    case ActorKind.CLI:
      return true;
    case ActorKind.API_TOKEN:
      return isThere(manager, "SELECT 1 FROM api_tokens WHERE id = :id AND revoked_at IS NULL", { id });
    case ActorKind.USER:
      return manager.existsBy(Member, { id, role });
    case ActorKind.APPLICATION:
      return (
        (await manager.existsBy(Member, { oauthApplicationId: id, role })) &&
        (await manager.existsBy(OAuthApplication, { id, enabled: true, public: false }))
      );
  }
}

import type { EntityManager } from "typeorm";
import { query, selectOne } from "../database/select.js";
import type { Actor } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import { ID_PREFIX, prefixOf } from "../model/identifier.js";
import type { ApplicationChange } from "../model/inputs/application-change.inputs.js";
import { Member } from "../model/member.js";
import { OAuthApplication } from "../model/oauth-application.js";
import { Role } from "../model/permission.js";
import type { Clock } from "./clock.js";
import { demandLiveActor } from "./live-actor.js";
import { rejectAbove } from "./permissions.js";

const ITS_ROW = "WHERE id = :id AND organization_id = :organizationId";

/** An application whose change has begun, and the moment of the change. */
export interface BegunChange {
  application: OAuthApplication;
  now: number;
}

/**
 * The first statements of everything that changes an application: raises its version, which on PostgreSQL also locks
 * its row, so that changes of one application take turns. The clock is read after that wait. What fails afterwards
 * undoes this as well. Throws `not_found` for another organization's application too, `conflict` for a stale version.
 */
export async function beginChange(
  manager: EntityManager,
  actor: Actor,
  { oauthApplicationId, expectedVersion }: ApplicationChange,
  clock: Clock,
): Promise<BegunChange> {
  if (prefixOf(oauthApplicationId) !== ID_PREFIX.oauthApplication) throw DomainError.notFound("OAuth application");
  const key = { id: oauthApplicationId, organizationId: actor.organizationId };
  await query(manager, `UPDATE oauth_applications SET version = version + 1 ${ITS_ROW}`, key);
  const now = clock();
  await demandLiveActor(manager, actor, now);
  await query(manager, `UPDATE oauth_applications SET updated_at = :now ${ITS_ROW}`, { ...key, now });
  const application = await selectOne(manager, OAuthApplication, ITS_ROW, key);
  if (!application) throw DomainError.notFound("OAuth application");
  await demandRightsOfMember(manager, actor, application.id);
  if (expectedVersion != null && application.version !== expectedVersion + 1) {
    throw DomainError.conflict(
      `The application is at version ${application.version - 1}, not ${expectedVersion}. Read it again before changing it.`,
    );
  }
  return { application, now };
}

/**
 * Who rotates, changes, enables or deletes an application that is a member could act as that member, and so must be
 * able to do what it can.
 */
async function demandRightsOfMember(manager: EntityManager, actor: Actor, oauthApplicationId: string): Promise<void> {
  const member = await selectOne(manager, Member, "WHERE oauth_application_id = :oauthApplicationId", {
    oauthApplicationId,
  });
  if (member) rejectAbove(actor, member.role);
}

/** `ownerOnlySecretRotation` narrows who may end or replace the secrets, be it by making the application public or deleting it. */
export function demandRotator(actor: Actor, { ownerOnlySecretRotation }: OAuthApplication): void {
  if (!ownerOnlySecretRotation || actor.role === Role.OWNER) return;
  throw DomainError.forbidden(
    "Only an OWNER may end or replace the secrets of this application: ownerOnlySecretRotation is on.",
  );
}

/** Whose turn it is: changes of one application wait for each other. Another organization's do not count. */
export function turnOf(actor: Actor, { oauthApplicationId }: ApplicationChange): string {
  return `${actor.organizationId} ${oauthApplicationId}`;
}

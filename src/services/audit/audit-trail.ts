import type { Transaction } from "../../database/transaction.js";
import type { Actor } from "../../model/actor.js";
import { type AuditAction, AuditEvent } from "../../model/audit-event.js";
import { AuditNotice } from "../../model/audit-notice.js";
import { ID_PREFIX, newId } from "../../model/identifier.js";

/** Whoever does something after the commit of an audit event, such as telling another system. */
export interface AuditFollower {
  /** At most 64 ASCII letters, digits and hyphens. What waits for it in the database is found by its name. */
  readonly name: string;

  /** Whether it is to be told of an event. Asked inside the change, so it must not wait for anything. */
  wants(event: AuditEvent): boolean;

  /**
   * Told of an event after its COMMIT: at least once, in no promised order. It has a minute. When it rejects, or the
   * process ends meanwhile, it is told again after one minute, then two, four and so on, up to an hour.
   */
  tell(event: AuditEvent): Promise<void>;
}

/** Writes what was done, inside the transaction that does it, and what followers are to be told of it. */
export class AuditTrail {
  constructor(private readonly followers: readonly AuditFollower[] = []) {}

  /** `details` never hold a secret. */
  record(
    transaction: Transaction,
    actor: Actor,
    now: number,
    action: AuditAction,
    targetId: string,
    details: object = {},
  ): Promise<void> {
    return this.recordAll(transaction, actor, now, action, [{ targetId, details }]);
  }

  /** The same done to several targets, in one statement. */
  async recordAll(
    transaction: Transaction,
    actor: Actor,
    now: number,
    action: AuditAction,
    targets: readonly Pick<AuditEvent, "targetId" | "details">[],
  ): Promise<void> {
    const { wayIn, requestId, address } = actor.origin;
    const events = targets.map((target) =>
      Object.assign(new AuditEvent(), {
        id: newId(ID_PREFIX.auditEvent, now),
        organizationId: actor.organizationId,
        action,
        actorKind: actor.kind,
        actorId: actor.id,
        actorName: actor.name,
        actorSecretId: actor.clientSecretId,
        wayIn,
        requestId,
        address,
        ...target,
      }),
    );
    await transaction.insert(AuditEvent, ...events);
    const notices = this.followers.flatMap((follower) => noticesOf(follower, events, now));
    if (notices.length > 0) await transaction.insert(AuditNotice, ...notices);
  }
}

function noticesOf(follower: AuditFollower, events: readonly AuditEvent[], now: number): AuditNotice[] {
  return events
    .filter((event) => follower.wants(event))
    .map(({ id }) =>
      Object.assign(new AuditNotice(), {
        auditEventId: id,
        follower: follower.name,
        dueAt: new Date(now),
        attempts: 0,
      }),
    );
}

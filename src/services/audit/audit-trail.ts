import type { Transaction } from "../../database/transaction.js";
import type { Actor } from "../../model/actor.js";
import { type AuditAction, AuditEvent } from "../../model/audit-event.js";
import { AuditNotice } from "../../model/audit-notice.js";
import { ID_PREFIX, newId } from "../../model/identifier.js";

/** Does something after the commit of an audit event, such as telling another system. */
export interface AuditFollower {
  /** At most 64 ASCII letters, digits and hyphens. The database keeps the follower's notices under this name. */
  readonly name: string;

  /** Whether it wants to be told of an event. Asked inside the change, so it must not wait for anything. */
  wants(event: AuditEvent): boolean;

  /**
   * Told of an event after its COMMIT: at least once, in no promised order, and with a minute to act. After an error,
   * or the end of its process, it is told again: after one minute, two, four, and so on, at most an hour.
   */
  tell(event: AuditEvent): Promise<void>;
}

/** Records what was done, and which followers have to be told, inside the transaction that does it. */
export class AuditTrail {
  constructor(private readonly followers: readonly AuditFollower[] = []) {}

  /** Records one action. `details` must never hold a secret. */
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

  /** Records the same action on several targets, in one statement. */
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

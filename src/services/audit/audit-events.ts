import type { Database } from "../../database/database.js";
import { Listing } from "../../database/listing.js";
import type { Transaction } from "../../database/transaction.js";
import type { Actor } from "../../model/actor.js";
import { type AuditAction, AuditEvent } from "../../model/audit-event.js";
import { firstIdAt, ID_PREFIX, newId } from "../../model/identifier.js";
import { AuditEventFilter, AuditEventsArgs } from "../../model/inputs/audit-event.inputs.js";
import type { PageArgs } from "../../model/inputs/page.inputs.js";
import { Permission } from "../../model/permission.js";
import { demand } from "../actors/permissions.js";
import { NEWEST_FIRST, type Page, paginate } from "../paging.js";
import { validateInput } from "../validation.js";

/** Records what was done, inside the transaction that does it. `details` must never hold a secret. */
export function recordAuditEvent(
  transaction: Transaction,
  actor: Actor,
  now: number,
  action: AuditAction,
  targetId: string,
  details: object = {},
): Promise<void> {
  return recordAuditEvents(transaction, actor, now, action, [{ targetId, details }]);
}

/** Records the same action on several targets, in one statement. */
export async function recordAuditEvents(
  transaction: Transaction,
  actor: Actor,
  now: number,
  action: AuditAction,
  targets: readonly Pick<AuditEvent, "targetId" | "details">[],
): Promise<void> {
  const { wayIn, requestId, address } = actor.origin;
  const events = targets.map((target) => ({
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
  }));
  await transaction.insert(AuditEvent, ...events);
}

/** Reads the audit log of an organization. */
export class AuditEvents {
  constructor(private readonly database: Database) {}

  /** The organization's events, newest first. */
  async list(actor: Actor, args: AuditEventsArgs): Promise<Page<AuditEvent>> {
    demand(actor, Permission.AUDIT_READ);
    validateInput(args);
    const { action, targetId, actorId, actorSecretId, since, until } = args.filter ?? {};
    const { organizationId } = actor;
    const events = new Listing(this.database, actor, AuditEvent).where("organization_id = :organizationId", {
      organizationId,
    });
    // Each of these columns has an index. The first given one uses its index; the others only filter.
    const conditions = Object.entries({
      actor_secret_id: actorSecretId,
      target_id: targetId,
      action,
    }).filter(([, value]) => value);
    for (const [index, [column, value]] of conditions.entries()) {
      events[index === 0 ? "where" : "filter"](`${column} = :${column}`, { [column]: value });
    }
    if (actorId) events.filter("actor_id = :actorId", { actorId });
    if (since) events.where("id >= :since", { since: firstIdAt(ID_PREFIX.auditEvent, since.getTime()) });
    if (until) events.where("id < :until", { until: firstIdAt(ID_PREFIX.auditEvent, until.getTime()) });
    return paginate(events, ID_PREFIX.auditEvent, NEWEST_FIRST, args);
  }

  /** The events about one application, newest first. */
  async listAbout(actor: Actor, targetId: string, args: PageArgs): Promise<Page<AuditEvent>> {
    const about = Object.assign(new AuditEventsArgs(), args);
    about.filter = Object.assign(new AuditEventFilter(), { targetId });
    return this.list(actor, about);
  }

  async get(actor: Actor, id: string): Promise<AuditEvent | null> {
    demand(actor, Permission.AUDIT_READ);
    return this.database.read.find(AuditEvent, { id, organizationId: actor.organizationId });
  }
}

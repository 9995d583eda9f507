import type { Database } from "../../database/database.js";
import { Listing } from "../../database/listing.js";
import type { Actor } from "../../model/actor.js";
import { AuditEvent } from "../../model/audit-event.js";
import { firstIdAt, ID_PREFIX } from "../../model/identifier.js";
import type { AuditEventsArgs } from "../../model/inputs/audit-event.inputs.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { Permission } from "../../model/permission.js";
import { demand, demandUnlessRegistrant, type Registrant } from "../actors/permissions.js";
import { NEWEST_FIRST, type Page, paginate } from "../paging.js";
import { validateInput } from "../validation.js";

/** Reads the audit log of an organization. */
export class AuditEvents {
  constructor(private readonly database: Database) {}

  /** The organization's events, newest first. */
  async list(actor: Actor, args: AuditEventsArgs): Promise<Page<AuditEvent>> {
    demand(actor, Permission.AUDIT_READ);
    return this.listed(actor, args);
  }

  /** The events about one of the organization's applications, newest first. Whoever registered it may read them, too. */
  async listAbout(
    actor: Actor,
    application: Registrant & Pick<OAuthApplication, "id">,
    args: AuditEventsArgs,
  ): Promise<Page<AuditEvent>> {
    demandUnlessRegistrant(actor, application, Permission.AUDIT_READ);
    return this.listed(actor, args, application.id);
  }

  private async listed(actor: Actor, args: AuditEventsArgs, about?: string): Promise<Page<AuditEvent>> {
    validateInput(args);
    const { action, targetId, actorId, actorSecretId, since, until } = args.filter ?? {};
    const { organizationId } = actor;
    const events = new Listing(this.database, actor, AuditEvent).where("organization_id = :organizationId", {
      organizationId,
    });
    // Each of these columns has an index. The first given one uses its index; the others only filter.
    const conditions = [
      { text: "target_id = :about", values: { about } },
      { text: "actor_secret_id = :actorSecretId", values: { actorSecretId } },
      { text: "target_id = :targetId", values: { targetId } },
      { text: "action = :action", values: { action } },
    ].filter(({ values }) => Object.values(values).some(Boolean));
    for (const [index, { text, values }] of conditions.entries()) {
      events[index === 0 ? "where" : "filter"](text, values);
    }
    if (actorId) events.filter("actor_id = :actorId", { actorId });
    if (since) events.where("id >= :since", { since: firstIdAt(ID_PREFIX.auditEvent, since.getTime()) });
    if (until) events.where("id < :until", { until: firstIdAt(ID_PREFIX.auditEvent, until.getTime()) });
    return paginate(events, ID_PREFIX.auditEvent, NEWEST_FIRST, args);
  }

  async get(actor: Actor, id: string): Promise<AuditEvent | null> {
    demand(actor, Permission.AUDIT_READ);
    return this.database.read.find(AuditEvent, { id, organizationId: actor.organizationId });
  }
}

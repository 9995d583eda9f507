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

/** A SELECT of an organization's events, in the order of the index of a column. */
function byIndex(column: string, condition: string): string {
  return `SELECT id FROM audit_events WHERE organization_id = :organizationId AND ${condition} ORDER BY ${column}, id`;
}

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
    // Each of these columns has an index. The first given one bounds the list; the others narrow it.
    const [first, ...others] = [
      { column: "target_id", values: { about } },
      { column: "actor_secret_id", values: { actorSecretId } },
      { column: "target_id", values: { targetId } },
      { column: "actor_id", values: { actorId } },
      { column: "action", values: { action } },
    ].flatMap(({ column, values }) => {
      const [[name, value] = []] = Object.entries(values);
      return value ? [{ column, text: `${column} = :${name}`, values }] : [];
    });
    if (first) events.whereValue(first.text, first.values);
    for (const { column, text, values } of others) {
      events.filter(text, values).lookUp([byIndex(column, text)], { ...values, organizationId });
    }
    if (since) events.where("id >= :since", { since: firstIdAt(ID_PREFIX.auditEvent, since.getTime()) });
    if (until) events.where("id < :until", { until: firstIdAt(ID_PREFIX.auditEvent, until.getTime()) });
    return paginate(events, ID_PREFIX.auditEvent, NEWEST_FIRST, args);
  }

  async get(actor: Actor, id: string): Promise<AuditEvent | null> {
    demand(actor, Permission.AUDIT_READ);
    return this.database.read.find(AuditEvent, { id, organizationId: actor.organizationId });
  }
}

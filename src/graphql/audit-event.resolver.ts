import { Args, Ctx, Query, Resolver } from "type-graphql";
import { AuditEvent } from "../model/audit-event.js";
import { AuditEventsArgs } from "../model/inputs/audit-event.inputs.js";
import { Permission } from "../model/permission.js";
import { Requires } from "../model/requires.js";
import { connectionType } from "./connection.js";
import { actorOf, type GatewayContext } from "./context.js";

export const AuditEventConnection = connectionType("AuditEvent", AuditEvent, "audit events");

@Resolver()
export class AuditEventResolver {
  @Requires(Permission.AUDIT_READ)
  @Query(() => AuditEventConnection, {
    nullable: true,
    description: "What was done in the organization, newest first.",
  })
  async auditEvents(@Ctx() context: GatewayContext, @Args(() => AuditEventsArgs) args: AuditEventsArgs) {
    return new AuditEventConnection(await context.services.auditEvents.list(actorOf(context), args));
  }
}

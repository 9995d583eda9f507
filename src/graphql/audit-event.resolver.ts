import { Args, Ctx, FieldResolver, Query, Resolver } from "type-graphql";
import { ApiToken } from "../model/api-token.js";
import { AuditEvent } from "../model/audit-event.js";
import { ID_PREFIX, prefixOf } from "../model/identifier.js";
import { AuditEventsArgs } from "../model/inputs/audit-event.inputs.js";
import { Member } from "../model/member.js";
import { OAuthApplication } from "../model/oauth-application.js";
import { Permission } from "../model/permission.js";
import { Requires } from "../model/requires.js";
import { connectionType } from "./connection.js";
import { actorOf, type GatewayContext } from "./context.js";
import { Row, type RowOf } from "./row.js";

export const AuditEventConnection = connectionType("AuditEvent", AuditEvent, "audit events");

@Resolver(() => AuditEvent)
export class AuditEventResolver {
  @Requires(Permission.AUDIT_READ)
  @Query(() => AuditEventConnection, {
    nullable: true,
    description: "What was done in the organization, newest first.",
  })
  async auditEvents(@Ctx() context: GatewayContext, @Args(() => AuditEventsArgs) args: AuditEventsArgs) {
    return new AuditEventConnection(await context.services.auditEvents.list(actorOf(context), args));
  }

  @Requires(Permission.APPLICATION_READ)
  @FieldResolver(() => OAuthApplication, {
    nullable: true,
    description:
      "The application that `targetId` names, as it is now; null when the event is about something else, and when the application is deleted.",
  })
  async oauthApplication(@Row() { row, context }: RowOf<AuditEvent, "targetId">): Promise<OAuthApplication | null> {
    const isAboutOne = prefixOf(row.targetId) === ID_PREFIX.oauthApplication;
    return isAboutOne ? context.loaders.application.load(row.targetId) : null;
  }

  @Requires(Permission.MEMBER_READ)
  @FieldResolver(() => ApiToken, {
    nullable: true,
    description: "The API token that `targetId` names, as it is now; null when the event is about something else.",
  })
  async apiToken(@Row() { row, context }: RowOf<AuditEvent, "targetId">): Promise<ApiToken | null> {
    return prefixOf(row.targetId) === ID_PREFIX.apiToken ? context.loaders.apiToken.load(row.targetId) : null;
  }

  @Requires(Permission.MEMBER_READ)
  @FieldResolver(() => Member, {
    nullable: true,
    description:
      "The member that `targetId` names, as it is now; null when the event is about something else, and when it is no member any more.",
  })
  async member(@Row() { row, context }: RowOf<AuditEvent, "targetId">): Promise<Member | null> {
    return prefixOf(row.targetId) === ID_PREFIX.member ? context.loaders.member.load(row.targetId) : null;
  }
}

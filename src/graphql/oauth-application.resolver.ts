import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver } from "type-graphql";
import { ActorSummary } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import { AuditEventsArgs } from "../model/inputs/audit-event.inputs.js";
import {
  CreateOAuthApplicationInput,
  DeleteOAuthApplicationInput,
  UpdateOAuthApplicationInput,
} from "../model/inputs/oauth-application.inputs.js";
import { OAuthApplicationsArgs } from "../model/inputs/oauth-application-list.inputs.js";
import { OAuthApplication } from "../model/oauth-application.js";
import { Organization } from "../model/organization.js";
import { Permission } from "../model/permission.js";
import { Requires } from "../model/requires.js";
import { isRegistrant } from "../services/actors/permissions.js";
import { AuditEventConnection } from "./audit-event.resolver.js";
import { connectionType } from "./connection.js";
import { actorOf, type GatewayContext } from "./context.js";
import {
  CreateOAuthApplicationPayload,
  DeleteOAuthApplicationPayload,
  UpdateOAuthApplicationPayload,
} from "./payloads.js";
import { noteReplay } from "./replays.js";
import { Row, type RowOf } from "./row.js";
import { Reads, selectedProperties } from "./selected-properties.js";
import { formsOf, ShownOnce } from "./shown-once.js";

const OAuthApplicationConnection = connectionType("OAuthApplication", OAuthApplication, "OAuth applications");

@Resolver(() => OAuthApplication)
export class OAuthApplicationResolver {
  @Requires(Permission.APPLICATION_READ)
  @Query(() => OAuthApplication, {
    nullable: true,
    description:
      "One application, by `id` or by `clientId`, exactly one of them, otherwise BAD_USER_INPUT; null when there is none in the organization.",
  })
  async oauthApplication(
    @Ctx() context: GatewayContext,
    @Arg("id", () => ID, {
      nullable: true,
      description: "Identifier of the application (`app_…`); left out when `clientId` is given.",
    })
    id?: string | null,
    @Arg("clientId", () => String, {
      nullable: true,
      description:
        "The client id that OAuth knows the application by, to the letter: 1 to 255 characters; null for a text that is none. Left out when `id` is given.",
    })
    clientId?: string | null,
  ): Promise<OAuthApplication | null> {
    if ((id == null) === (clientId == null)) {
      throw DomainError.invalidField("id", "exclusive", "id or clientId must be given, exactly one of them");
    }
    const key = id != null ? { id } : { clientId: clientId as string };
    return context.services.oauthApplications.get(actorOf(context), key);
  }

  @Requires(Permission.APPLICATION_READ)
  @Query(() => OAuthApplicationConnection, {
    nullable: true,
    description: "The organization's applications, newest first unless `orderBy` says otherwise.",
  })
  async oauthApplications(
    @Ctx() context: GatewayContext,
    @Args(() => OAuthApplicationsArgs) args: OAuthApplicationsArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { oauthApplications } = context.services;
    return new OAuthApplicationConnection(
      await oauthApplications.list(actorOf(context), args, selectedProperties(info)),
    );
  }

  @Requires(Permission.APPLICATION_WRITE)
  @ShownOnce<CreateOAuthApplicationPayload>({ sealed: "sealedClientSecret" })
  @Mutation(() => CreateOAuthApplicationPayload, {
    nullable: true,
    description:
      "Registers an application and issues its first client secret, which is in this answer only. With an `idempotencyKey`, the same request again gets the same answer, or NOT_FOUND when the application was deleted, and FORBIDDEN for who could not rotate its secret any more; TOO_MANY_REQUESTS when too many keys are kept. An organization has at most 1,000,000 applications. BAD_USER_INPUT names the field and the limit; a document that does not select `sealedClientSecret` is refused with it, with `recipientKey` before anything in it runs, with `secretRecipientKey` before anything of the registration is done. CONFLICT for two recipient keys that are not the same, for an `idempotencyKey` that came with another input, and beyond that limit; FORBIDDEN for `ownerOnlySecretRotation` by anybody but an OWNER, and for `secretRecipientKey` and `selfRotationEnabled` without SECRET_ROTATE.",
  })
  async createOAuthApplication(
    @Ctx() context: GatewayContext,
    @Arg("input", () => CreateOAuthApplicationInput, { description: "What to register." })
    input: CreateOAuthApplicationInput,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CreateOAuthApplicationPayload> {
    const options = { forms: formsOf(info) };
    return noteReplay(context, await context.services.applicationRegistry.create(actorOf(context), input, options));
  }

  @Requires(Permission.APPLICATION_WRITE)
  @Mutation(() => UpdateOAuthApplicationPayload, {
    nullable: true,
    description:
      "Changes the settings of an application. NOT_FOUND when there is none in the organization; CONFLICT for a stale `expectedVersion`, for the last owner that can act, which may not be disabled, made public or lose CLIENT_CREDENTIALS, for `selfRotationEnabled` and `ownerOnlySecretRotation` when the other one is on, and, unless forced, for a lower `secretQuietSeconds` while `rotation.safeToComplete` is false (`lastUsedAt` and `field` in the error's extensions); BAD_USER_INPUT names the field and the limit; FORBIDDEN when the application is a member with more rights than one's own, for what `ownerOnlySecretRotation` keeps to an OWNER, and for `secretRecipientKey` and `selfRotationEnabled` without SECRET_ROTATE or by the application itself, also by an API token issued with its credentials.",
  })
  async updateOAuthApplication(
    @Ctx() context: GatewayContext,
    @Arg("input", () => UpdateOAuthApplicationInput, { description: "What to change." })
    input: UpdateOAuthApplicationInput,
  ): Promise<UpdateOAuthApplicationPayload> {
    return { oauthApplication: await context.services.applicationRegistry.update(actorOf(context), input) };
  }

  @Requires(Permission.APPLICATION_DELETE)
  @Mutation(() => DeleteOAuthApplicationPayload, {
    nullable: true,
    description:
      "Deletes an application; its secrets and access tokens stop at once, its membership ends, its audit events stay. NOT_FOUND when there is none in the organization; CONFLICT for a stale `expectedVersion` and for the last owner that can act; FORBIDDEN when the application is a member with more rights than one's own, and for anybody but an OWNER while `ownerOnlySecretRotation` is on.",
  })
  async deleteOAuthApplication(
    @Ctx() context: GatewayContext,
    @Arg("input", () => DeleteOAuthApplicationInput, { description: "What to delete." })
    input: DeleteOAuthApplicationInput,
  ): Promise<DeleteOAuthApplicationPayload> {
    return { deletedId: await context.services.applicationRemoval.delete(actorOf(context), input) };
  }

  @Reads("organizationId")
  @FieldResolver(() => Organization, { nullable: true, description: "The organization that owns the application." })
  organization(@Row() { row, context }: RowOf<OAuthApplication, "organizationId">): Promise<Organization> {
    return context.loaders.organization.load(row.organizationId);
  }

  @Requires(Permission.MEMBER_READ)
  @Reads("createdByKind", "createdById")
  @FieldResolver(() => ActorSummary, { nullable: true, description: "Who registered the application." })
  createdBy(@Row() { row, context }: RowOf<OAuthApplication, "createdByKind" | "createdById">): Promise<ActorSummary> {
    return context.loaders.actor.load({ kind: row.createdByKind, id: row.createdById });
  }

  @Reads("createdByKind", "createdById")
  @FieldResolver(() => Boolean, {
    description:
      "Whether whoever asks registered the application: the same actor, by kind and identifier. Another API token is another actor.",
  })
  createdByViewer(@Row() { row, context }: RowOf<OAuthApplication, "createdByKind" | "createdById">): boolean {
    return isRegistrant(actorOf(context), row);
  }

  @Requires(Permission.AUDIT_READ, { orRegistrant: true })
  @Reads("createdByKind", "createdById")
  @FieldResolver(() => AuditEventConnection, {
    nullable: true,
    description: "What was done to the application and its secrets, newest first.",
  })
  async auditEvents(
    @Row() { row, context }: RowOf<OAuthApplication, "createdByKind" | "createdById">,
    @Args(() => AuditEventsArgs) args: AuditEventsArgs,
  ) {
    return new AuditEventConnection(await context.services.auditEvents.listAbout(actorOf(context), row, args));
  }
}

import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver } from "type-graphql";
import { ActorSummary } from "../model/actor.js";
import { AddMemberInput, RemoveMemberInput, UpdateMemberInput } from "../model/inputs/member.inputs.js";
import { PageArgs } from "../model/inputs/page.inputs.js";
import { Member } from "../model/member.js";
import { OAuthApplication } from "../model/oauth-application.js";
import { Permission } from "../model/permission.js";
import { Requires } from "../model/requires.js";
import { connectionType } from "./connection.js";
import { actorOf, type GatewayContext } from "./context.js";
import { AddMemberPayload, RemoveMemberPayload, UpdateMemberPayload } from "./payloads.js";
import { Row, type RowOf } from "./row.js";

const MemberConnection = connectionType("Member", Member, "members");

@Resolver(() => Member)
export class MemberResolver {
  @Requires(Permission.MEMBER_READ)
  @Query(() => MemberConnection, {
    nullable: true,
    description: "The organization's members, users and service accounts, newest first.",
  })
  async members(@Ctx() context: GatewayContext, @Args(() => PageArgs) args: PageArgs) {
    return new MemberConnection(await context.services.members.list(actorOf(context), args));
  }

  @Requires(Permission.MEMBER_WRITE)
  @Mutation(() => AddMemberPayload, {
    nullable: true,
    description:
      "Makes a user or an application a member. A service account, which is an application, gets its credential for this API from `POST /oauth/token` with `grant_type=client_credentials` and `resource=` the gateway's PUBLIC_URL, authenticated with its client id and secret. FORBIDDEN for a role above one's own; NOT_FOUND when there is no such application in the organization; CONFLICT for one that is a member already, by that e-mail address too, for an application without the client credentials grant, and when the organization has 10,000 members; BAD_USER_INPUT names the field and the limit.",
  })
  async addMember(
    @Ctx() context: GatewayContext,
    @Arg("input", () => AddMemberInput, { description: "Whom to add, and as what." }) input: AddMemberInput,
  ): Promise<AddMemberPayload> {
    return { member: await context.services.members.add(actorOf(context), input) };
  }

  @Requires(Permission.MEMBER_WRITE)
  @Mutation(() => UpdateMemberPayload, {
    nullable: true,
    description:
      "Changes a member's role. FORBIDDEN when the old or the new role is above one's own; NOT_FOUND when there is no such member in the organization; CONFLICT for the last owner.",
  })
  async updateMember(
    @Ctx() context: GatewayContext,
    @Arg("input", () => UpdateMemberInput, { description: "Which member, and its new role." }) input: UpdateMemberInput,
  ): Promise<UpdateMemberPayload> {
    return { member: await context.services.members.update(actorOf(context), input) };
  }

  @Mutation(() => RemoveMemberPayload, {
    nullable: true,
    description:
      "Ends a membership at once, with the API tokens that the member issued. FORBIDDEN for a role above one's own; NOT_FOUND when there is no such member in the organization; CONFLICT for the last owner.\n\nRequires the permission MEMBER_WRITE; without it null, with a FORBIDDEN error, except for a user or a service account that leaves: `viewer { memberId }` is its own. `viewer { memberships { id organization { slug } } }` shows those elsewhere; each is left by naming its organization in the header `X-Organization`, which is no use of it when the document does nothing else.",
  })
  async removeMember(
    @Ctx() context: GatewayContext,
    @Arg("input", () => RemoveMemberInput, { description: "Which member." }) input: RemoveMemberInput,
  ): Promise<RemoveMemberPayload> {
    const actor = actorOf(context);
    const { members, memberships } = context.services;
    // Leaving an organization is no use of the membership, even when it is refused, as it is for the last owner.
    if (input.memberId !== actor.id) await memberships.noteUse(actor);
    return { removedId: await members.remove(actor, input) };
  }

  @FieldResolver(() => OAuthApplication, {
    nullable: true,
    description: "The application of a service account; null for a user.",
  })
  async oauthApplication(
    @Row() { row, context }: RowOf<Member, "oauthApplicationId">,
  ): Promise<OAuthApplication | null> {
    return row.oauthApplicationId === null ? null : context.loaders.application.load(row.oauthApplicationId);
  }

  @FieldResolver(() => Boolean, {
    description:
      "Whether this is a user added by e-mail who has not signed in yet: nobody acts as it, so it is no owner who counts. Its role can be changed, and it can be removed.",
  })
  pending(@Row() { row }: RowOf<Member, "isPending">): boolean {
    return row.isPending;
  }

  @FieldResolver(() => ActorSummary, { nullable: true, description: "Who added the member." })
  createdBy(@Row() { row, context }: RowOf<Member, "createdByKind" | "createdById">): Promise<ActorSummary> {
    return context.loaders.actor.load({ kind: row.createdByKind, id: row.createdById });
  }
}

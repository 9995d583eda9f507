import { Ctx, Field, FieldResolver, ID, ObjectType, Query, Resolver } from "type-graphql";
import { ActorSummary } from "../model/actor.js";
import { Organization } from "../model/organization.js";
import { Permission, Role } from "../model/permission.js";
import type { OwnMembership } from "../services/members/memberships.js";
import { actorOf, type GatewayContext } from "./context.js";

@ObjectType({ simpleResolvers: true, description: "One organization that the asking user or application is in." })
class Membership {
  @Field(() => ID, { description: "Identifier of the member (`mem_…`): what `removeMember` takes, to leave." })
  id!: string;

  @Field(() => Organization, {
    description: "The organization. A user acts in it by naming its id or slug in the header `X-Organization`.",
  })
  organization!: Organization;

  @Field(() => Role, { description: "The role there." })
  role!: Role;
}

@ObjectType({ simpleResolvers: true, description: "Who is asking, where, and with which rights." })
class Viewer {
  @Field(() => ActorSummary, { description: "The token, application or user behind the request." })
  actor!: ActorSummary;

  @Field(() => Organization, { description: "The organization the request acts in." })
  organization!: Organization;

  @Field(() => Role, { description: "The actor's role." })
  role!: Role;

  @Field(() => [Permission], { description: "What the actor may do: the role's permissions, or fewer." })
  permissions!: Permission[];
}

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, { nullable: true, description: "Who is asking. Open to every actor." })
  async viewer(@Ctx() context: GatewayContext): Promise<Viewer> {
    const actor = actorOf(context);
    const organization = await context.loaders.organization.load(actor.organizationId);
    return { actor, organization, role: actor.role, permissions: [...actor.permissions] };
  }

  @Query(() => [Membership], {
    nullable: true,
    description:
      "The organizations that the asking user is a member of, as `Viewer.memberships` has them: at most 100, oldest membership first. Open to every actor, and the one field that is served to a user of several organizations who has named none of them in the header `X-Organization`, in a document that asks for nothing else: with any other field it is BAD_USER_INPUT (400) then. Asking for it alone is no use of a membership.",
  })
  async memberships(@Ctx() context: GatewayContext): Promise<Membership[]> {
    const { memberships } = context.services;
    const { undecided } = context;
    return shown(await (undecided ? memberships.ofUndecided(undecided) : memberships.own(actorOf(context))));
  }

  @FieldResolver(() => ID, {
    nullable: true,
    description:
      "Identifier of the member (`mem_…`) that asks: what `removeMember` takes, to leave; null for an API token, which is no member.",
  })
  memberId(@Ctx() context: GatewayContext): Promise<string | null> {
    return context.services.memberships.ownId(actorOf(context));
  }

  @FieldResolver(() => [Membership], {
    name: "memberships",
    nullable: true,
    description:
      "The organizations that the asking user is a member of, whoever added them: at most 100, oldest membership first; of a service account the one it has, of an API token none.",
  })
  async viewerMemberships(@Ctx() context: GatewayContext): Promise<Membership[]> {
    return shown(await context.services.memberships.own(actorOf(context)));
  }
}

function shown(own: readonly OwnMembership[]): Membership[] {
  return own.map(({ member: { id, role }, organization }) => ({ id, role, organization }));
}

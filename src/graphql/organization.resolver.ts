import { Arg, Ctx, Field, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { ActorSummary } from "../model/actor.js";
import { UpdateOrganizationInput } from "../model/inputs/organization.inputs.js";
import { Organization } from "../model/organization.js";
import { Permission, Role } from "../model/permission.js";
import { Requires } from "../model/requires.js";
import { actorOf, type GatewayContext } from "./context.js";
import { UpdateOrganizationPayload } from "./payloads.js";

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

@Resolver()
export class OrganizationResolver {
  @Query(() => Viewer, { nullable: true, description: "Who is asking. Open to every actor." })
  async viewer(@Ctx() context: GatewayContext): Promise<Viewer> {
    const actor = actorOf(context);
    const organization = await context.loaders.organization.load(actor.organizationId);
    return { actor, organization, role: actor.role, permissions: [...actor.permissions] };
  }

  @Query(() => Organization, { nullable: true, description: "The actor's organization. Open to every actor." })
  organization(@Ctx() context: GatewayContext): Promise<Organization> {
    return context.loaders.organization.load(actorOf(context).organizationId);
  }

  @Requires(Permission.ORGANIZATION_WRITE)
  @Mutation(() => UpdateOrganizationPayload, {
    nullable: true,
    description: "Changes the organization's settings. BAD_USER_INPUT names the field and the limit.",
  })
  async updateOrganization(
    @Ctx() context: GatewayContext,
    @Arg("input", () => UpdateOrganizationInput, { description: "What to change." }) input: UpdateOrganizationInput,
  ): Promise<UpdateOrganizationPayload> {
    return { organization: await context.services.organizations.update(actorOf(context), input) };
  }
}

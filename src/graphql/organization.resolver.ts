import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { UpdateOrganizationInput } from "../model/inputs/organization.inputs.js";
import { Organization } from "../model/organization.js";
import { Permission } from "../model/permission.js";
import { Requires } from "../model/requires.js";
import { actorOf, type GatewayContext } from "./context.js";
import { UpdateOrganizationPayload } from "./payloads.js";

@Resolver()
export class OrganizationResolver {
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

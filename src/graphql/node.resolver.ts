import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import type { Actor } from "../model/actor.js";
import { ID_PREFIX, type IdPrefix, prefixOf } from "../model/identifier.js";
import { Node } from "../model/node.js";
import type { Services } from "../services/services.js";
import { actorOf, type GatewayContext } from "./context.js";

type Fetch = (services: Services, actor: Actor, id: string) => Promise<Node | null>;

/** Fetches each kind of node by its own service, which demands the permission. */
const FETCH: Record<IdPrefix, Fetch> = {
  [ID_PREFIX.organization]: async ({ organizations }, actor, id) =>
    id === actor.organizationId ? organizations.get(actor) : null,
  [ID_PREFIX.oauthApplication]: ({ oauthApplications }, actor, id) => oauthApplications.get(actor, { id }),
  [ID_PREFIX.clientSecret]: ({ clientSecrets }, actor, id) => clientSecrets.get(actor, id),
  [ID_PREFIX.apiToken]: ({ apiTokens }, actor, id) => apiTokens.get(actor, id),
  [ID_PREFIX.member]: ({ members }, actor, id) => members.get(actor, id),
  [ID_PREFIX.auditEvent]: ({ auditEvents }, actor, id) => auditEvents.get(actor, id),
};

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description:
      "Whatever has this identifier in the organization; null when nothing has. Requires the permission that guards its type.",
  })
  async node(
    @Ctx() context: GatewayContext,
    @Arg("id", () => ID, { description: "The identifier." }) id: string,
  ): Promise<Node | null> {
    const actor = actorOf(context);
    const prefix = prefixOf(id);
    return prefix ? FETCH[prefix](context.services, actor, id) : null;
  }
}

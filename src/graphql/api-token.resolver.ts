import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Query, Resolver } from "type-graphql";
import { ActorSummary } from "../model/actor.js";
import { ApiToken } from "../model/api-token.js";
import { CreateApiTokenInput, RevokeApiTokenInput } from "../model/inputs/api-token.inputs.js";
import { PageArgs } from "../model/inputs/page.inputs.js";
import { Permission } from "../model/permission.js";
import { Requires } from "../model/requires.js";
import { connectionType } from "./connection.js";
import { actorOf, type GatewayContext } from "./context.js";
import { CreateApiTokenPayload, RevokeApiTokenPayload } from "./payloads.js";
import { noteReplay } from "./replays.js";
import { Row, type RowOf } from "./row.js";
import { formsOf, ShownOnce } from "./shown-once.js";

const ApiTokenConnection = connectionType("ApiToken", ApiToken, "API tokens");

@Resolver(() => ApiToken)
export class ApiTokenResolver {
  @Requires(Permission.MEMBER_READ)
  @Query(() => ApiTokenConnection, {
    nullable: true,
    description: "The organization's API tokens, newest first, revoked and expired ones included.",
  })
  async apiTokens(@Ctx() context: GatewayContext, @Args(() => PageArgs) args: PageArgs) {
    return new ApiTokenConnection(await context.services.apiTokens.list(actorOf(context), args));
  }

  @Requires(Permission.TOKEN_WRITE)
  @ShownOnce<CreateApiTokenPayload>({ plaintext: "token", sealed: "sealedToken" })
  @Mutation(() => CreateApiTokenPayload, {
    nullable: true,
    description:
      "Issues an API token, which is in this answer only. A document that does not select `token` (by an alias, in a fragment, however), or, with `recipientKey`, `sealedToken`, is BAD_USER_INPUT before anything in it runs. With an `idempotencyKey`, the same request again gets the same answer. FORBIDDEN for a role or permission beyond one's own; BAD_USER_INPUT for a permission that the role does not hold, an end in the past, or one later than that of one's own token; CONFLICT when whoever asks has issued 1,000 tokens that are live (neither revoked nor expired for ten minutes), or the organization has 10,000: the command line issues beyond that; CONFLICT, too, for an `idempotencyKey` that came with another input; TOO_MANY_REQUESTS when too many keys are kept.",
  })
  async createApiToken(
    @Ctx() context: GatewayContext,
    @Arg("input", () => CreateApiTokenInput, { description: "Which token to issue." }) input: CreateApiTokenInput,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CreateApiTokenPayload> {
    return noteReplay(context, await context.services.apiTokens.create(actorOf(context), input, formsOf(info)));
  }

  @Requires(Permission.TOKEN_WRITE)
  @Mutation(() => RevokeApiTokenPayload, {
    nullable: true,
    description:
      "Stops an API token and the tokens issued with it, at once. FORBIDDEN for a token with more rights than one's own; NOT_FOUND when there is none in the organization; CONFLICT when it is revoked already, or expired ten minutes ago or earlier.",
  })
  async revokeApiToken(
    @Ctx() context: GatewayContext,
    @Arg("input", () => RevokeApiTokenInput, { description: "Which token to revoke." }) input: RevokeApiTokenInput,
  ): Promise<RevokeApiTokenPayload> {
    return { apiToken: await context.services.apiTokens.revoke(actorOf(context), input) };
  }

  @FieldResolver(() => ActorSummary, { nullable: true, description: "Who issued the token." })
  createdBy(@Row() { row, context }: RowOf<ApiToken, "createdByKind" | "createdById">): Promise<ActorSummary> {
    return context.loaders.actor.load({ kind: row.createdByKind, id: row.createdById });
  }
}

import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver } from "type-graphql";
import { ClientSecret, ClientSecretStatus } from "../model/client-secret.js";
import {
  CancelSecretRotationInput,
  CompleteSecretRotationInput,
  RotateSecretInput,
  UpdateSecretRotationInput,
} from "../model/inputs/secret-rotation.inputs.js";
import { OAuthApplication } from "../model/oauth-application.js";
import { Permission } from "../model/permission.js";
import { Requires } from "../model/requires.js";
import { SecretRotation } from "../model/secret-rotation.js";
import { actorOf, type GatewayContext } from "./context.js";
import {
  CancelSecretRotationPayload,
  CompleteSecretRotationPayload,
  RotateSecretPayload,
  UpdateSecretRotationPayload,
} from "./payloads.js";
import { noteReplay } from "./replays.js";
import { Row, type RowOf } from "./row.js";
import { ReadsWholeSecrets } from "./secret-detail.js";
import { Reads } from "./selected-properties.js";
import { formsOf, ShownOnce } from "./shown-once.js";

/** An application's secrets as far as they may be shown, and the steps of a rotation. */
@Resolver(() => OAuthApplication)
export class ClientSecretResolver {
  @Requires(Permission.SECRET_READ)
  @FieldResolver(() => [ClientSecret], {
    nullable: true,
    description: "The application's secrets, newest first: those that work and the newest others, at most 20.",
  })
  secrets(@Row() { row, context }: RowOf<OAuthApplication>): Promise<ClientSecret[]> {
    return context.loaders.secrets.load(row.id);
  }

  @Requires(Permission.SECRET_READ)
  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Hint of the current secret: `ogs_…` and its last four characters, less of one that was chosen or imported; null when there is none.",
  })
  async clientSecretHint(@Row() { row, context }: RowOf<OAuthApplication>): Promise<string | null> {
    const secrets = await context.loaders.secrets.load(row.id);
    return secrets.find(({ status }) => status === ClientSecretStatus.CURRENT)?.hint ?? null;
  }

  @Requires(Permission.SECRET_READ)
  @FieldResolver(() => Boolean, { nullable: true, description: "Whether a rotation is open: two secrets work." })
  async hasRotatedSecret(@Row() { row, context }: RowOf<OAuthApplication>): Promise<boolean> {
    const secrets = await context.loaders.secrets.load(row.id);
    return secrets.some(({ status }) => status === ClientSecretStatus.PREVIOUS);
  }

  @Requires(Permission.SECRET_READ)
  @Reads("secretQuietSeconds")
  @ReadsWholeSecrets()
  @FieldResolver(() => SecretRotation, {
    nullable: true,
    description: "The open rotation, and whether it is safe to complete; null while only one secret works.",
  })
  async rotation(
    @Row() { row, context }: RowOf<OAuthApplication, "secretQuietSeconds">,
  ): Promise<SecretRotation | null> {
    const secrets = await context.loaders.secrets.load(row.id);
    return context.services.openRotations.describe(row, secrets);
  }

  @Requires(Permission.SECRET_READ)
  @ReadsWholeSecrets()
  @FieldResolver(() => Date, {
    nullable: true,
    description:
      "When somebody last asked with the previous secret for another new one, in a rotation that the application had begun itself, to the minute: two parties hold the application's secrets, or its job has lost its key. `rotateSecret` with REVOKE ends it, in any state. Null unless that happened, once the secret that asked has stopped and it was more than 24 hours ago, and once no secret works that worked then or that the application fetched itself since, beginning with one of those.",
  })
  async secretContestedAt(@Row() { row, context }: RowOf<OAuthApplication>): Promise<Date | null> {
    return context.services.clientSecrets.contestedAt(await context.loaders.secrets.load(row.id));
  }

  @Requires(Permission.SECRET_ROTATE)
  @ShownOnce<RotateSecretPayload>({ plaintext: "clientSecret", sealed: "sealedClientSecret" })
  @Mutation(() => RotateSecretPayload, {
    nullable: true,
    description:
      "Issues a new client secret, which is in this answer only, and says what becomes of the current one: REVOKE stops a leaked one, and what it obtained, at once; CONFIRM lets it work until the new one is used. A document that does not select `clientSecret` (by an alias, in a fragment, however), or, with `recipientKey`, `sealedClientSecret`, is BAD_USER_INPUT before anything in it runs; one that does not select `sealedClientSecret` for an application with a `secretRecipientKey` is BAD_USER_INPUT before anything of the rotation is done. With an `idempotencyKey`, the same request again gets the same answer. CONFLICT for another `recipientKey` than that, while a rotation is open (unless REVOKE), for a public application, for CONFIRM without a secret that works, for a stale `expectedVersion` and for an `idempotencyKey` that came with another input; TOO_MANY_REQUESTS when too many keys are kept (never with REVOKE); BAD_USER_INPUT for seconds out of range, and for what does not go with the policy: an overlap with REVOKE or KEEP, `revokeTokens` without REVOKE, `confirmWithinSeconds` without CONFIRM; NOT_FOUND when there is no such application in the organization; FORBIDDEN when it is a member with more rights than one's own.",
  })
  rotateSecret(
    @Ctx() context: GatewayContext,
    @Arg("input", () => RotateSecretInput, {
      description: "Which application, and what happens to its current secret.",
    })
    input: RotateSecretInput,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RotateSecretPayload> {
    return context.services.secretRotations
      .rotate(actorOf(context), input, { forms: formsOf(info) })
      .then(({ plaintext, sealed, ...rotated }) =>
        noteReplay(context, { ...rotated, clientSecret: plaintext, sealedClientSecret: sealed }),
      );
  }

  @Requires(Permission.SECRET_ROTATE)
  @Mutation(() => UpdateSecretRotationPayload, {
    nullable: true,
    description:
      "Moves the end of the open overlap, or takes it away; while the new secret is to be confirmed (CONFIRMING), sets the overlap that its first use begins, and until when that must be. CONFLICT when no rotation is open, for a stale `expectedVersion`, and, unless forced, for an earlier end while `rotation.safeToComplete` is false (`lastUsedAt` and `field` in the error's extensions); for `confirmWithinSeconds` when nothing is to be confirmed; BAD_USER_INPUT for seconds out of range, or without any; NOT_FOUND when there is no such application in the organization; FORBIDDEN when it is a member with more rights than one's own.",
  })
  async updateSecretRotation(
    @Ctx() context: GatewayContext,
    @Arg("input", () => UpdateSecretRotationInput, { description: "Which rotation, and its new end." })
    input: UpdateSecretRotationInput,
  ): Promise<UpdateSecretRotationPayload> {
    return { oauthApplication: await context.services.openRotations.update(actorOf(context), input) };
  }

  @Requires(Permission.SECRET_ROTATE)
  @Mutation(() => CompleteSecretRotationPayload, {
    nullable: true,
    description:
      "Ends a rotation: the previous secret stops now. CONFLICT when no rotation is open, for a stale `expectedVersion`, and, unless forced, while `rotation.safeToComplete` is false (`lastUsedAt` in the error's extensions); NOT_FOUND when there is no such application in the organization; FORBIDDEN when it is a member with more rights than one's own.",
  })
  async completeSecretRotation(
    @Ctx() context: GatewayContext,
    @Arg("input", () => CompleteSecretRotationInput, { description: "Which rotation." })
    input: CompleteSecretRotationInput,
  ): Promise<CompleteSecretRotationPayload> {
    return { oauthApplication: await context.services.openRotations.complete(actorOf(context), input) };
  }

  @Requires(Permission.SECRET_ROTATE)
  @Mutation(() => CancelSecretRotationPayload, {
    nullable: true,
    description:
      "Undoes a rotation: the new secret stops now, the previous one is current again, without an end. CONFLICT when no rotation is open, for a stale `expectedVersion`, and, unless forced, while the new secret is in use (`lastUsedAt` in the error's extensions); NOT_FOUND when there is no such application in the organization; FORBIDDEN when it is a member with more rights than one's own.",
  })
  async cancelSecretRotation(
    @Ctx() context: GatewayContext,
    @Arg("input", () => CancelSecretRotationInput, { description: "Which rotation." }) input: CancelSecretRotationInput,
  ): Promise<CancelSecretRotationPayload> {
    return { oauthApplication: await context.services.openRotations.cancel(actorOf(context), input) };
  }
}

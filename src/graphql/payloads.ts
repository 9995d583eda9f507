import { Field, ID, ObjectType } from "type-graphql";
import { ApiToken } from "../model/api-token.js";
import { ClientSecret } from "../model/client-secret.js";
import { Member } from "../model/member.js";
import { OAuthApplication } from "../model/oauth-application.js";
import { Organization } from "../model/organization.js";

// Every field is nullable, so that an error beside it never removes an issued plaintext from the answer.

const SHOWN_ONCE =
  "Shown in this answer only: the gateway keeps no copy that could be shown again, but with an `idempotencyKey` until it is used for the first time or stops, at most 24 hours, sealed under that key; after that a repeated request has null here.";

/** Payloads of what can be asked for with an idempotency key. */
@ObjectType({ simpleResolvers: true })
abstract class RepeatablePayload {
  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether this repeats the answer to an earlier request with the same `idempotencyKey`, and nothing happened now; the answer then has the HTTP header `Idempotency-Replayed: true`.",
  })
  replayed!: boolean;
}

function sealedAs(what: string, plain: string): string {
  return `${what}, sealed to the recipient key that was given or is kept: a compact JWE (RFC 7516) with \`enc\` A256GCM and the key's RFC 7638 thumbprint as \`kid\`, whose plaintext is its bytes and nothing else, such as \`cli secret open\` opens; null without such a key, and then \`${plain}\` has it. ${SHOWN_ONCE} It must be selected where there is a key.`;
}

@ObjectType({ simpleResolvers: true, description: "What was registered." })
export class CreateOAuthApplicationPayload extends RepeatablePayload {
  @Field(() => OAuthApplication, { nullable: true, description: "The application." })
  oauthApplication!: OAuthApplication;

  @Field(() => String, {
    nullable: true,
    description: `The client secret in plaintext; null for a public application and where it is sealed. ${SHOWN_ONCE} Whoever does not select it gets another one by \`rotateSecret\`.`,
  })
  clientSecret!: string | null;

  @Field(() => String, { nullable: true, description: sealedAs("The client secret", "clientSecret") })
  sealedClientSecret!: string | null;
}

@ObjectType({ simpleResolvers: true, description: "What was changed." })
export class UpdateOAuthApplicationPayload {
  @Field(() => OAuthApplication, { nullable: true, description: "The application after the change." })
  oauthApplication!: OAuthApplication;
}

@ObjectType({ simpleResolvers: true, description: "What was deleted." })
export class DeleteOAuthApplicationPayload {
  @Field(() => ID, { nullable: true, description: "Identifier of the application that is gone." })
  deletedId!: string;
}

@ObjectType({ simpleResolvers: true, description: "The new secret, and what became of the one before it." })
export class RotateSecretPayload extends RepeatablePayload {
  @Field(() => OAuthApplication, { nullable: true, description: "The application after the rotation." })
  oauthApplication!: OAuthApplication;

  @Field(() => String, {
    nullable: true,
    description: `The new client secret in plaintext; null where it is sealed. ${SHOWN_ONCE} It must be selected, unless the secret is sealed.`,
  })
  clientSecret!: string | null;

  @Field(() => String, { nullable: true, description: sealedAs("The new client secret", "clientSecret") })
  sealedClientSecret!: string | null;

  @Field(() => ClientSecret, { nullable: true, description: "The new secret, as far as it may be shown again." })
  secret!: ClientSecret | null;

  @Field(() => ClientSecret, {
    nullable: true,
    description: "The secret that was current before; null when there was none.",
  })
  previousSecret!: ClientSecret | null;
}

@ObjectType({ simpleResolvers: true, description: "The rotation's new end." })
export class UpdateSecretRotationPayload {
  @Field(() => OAuthApplication, { nullable: true, description: "The application after the change." })
  oauthApplication!: OAuthApplication;
}

@ObjectType({ simpleResolvers: true, description: "The rotation is completed: the previous secret has stopped." })
export class CompleteSecretRotationPayload {
  @Field(() => OAuthApplication, { nullable: true, description: "The application after the rotation." })
  oauthApplication!: OAuthApplication;
}

@ObjectType({ simpleResolvers: true, description: "The rotation is cancelled: the new secret has stopped." })
export class CancelSecretRotationPayload {
  @Field(() => OAuthApplication, { nullable: true, description: "The application as it was before the rotation." })
  oauthApplication!: OAuthApplication;
}

@ObjectType({ simpleResolvers: true, description: "The API token that was issued." })
export class CreateApiTokenPayload extends RepeatablePayload {
  @Field(() => ApiToken, { nullable: true, description: "The token, as far as it may be shown again." })
  apiToken!: ApiToken;

  @Field(() => String, {
    nullable: true,
    description: `The token in plaintext; null where it is sealed. ${SHOWN_ONCE} It must be selected, unless the token is sealed.`,
  })
  token!: string | null;

  @Field(() => String, { nullable: true, description: sealedAs("The token", "token") })
  sealedToken!: string | null;
}

@ObjectType({ simpleResolvers: true, description: "The API token that was revoked." })
export class RevokeApiTokenPayload {
  @Field(() => ApiToken, { nullable: true, description: "The token after its revocation." })
  apiToken!: ApiToken;
}

@ObjectType({ simpleResolvers: true, description: "The member that was added." })
export class AddMemberPayload {
  @Field(() => Member, { nullable: true, description: "The member." })
  member!: Member;
}

@ObjectType({ simpleResolvers: true, description: "The member that was changed." })
export class UpdateMemberPayload {
  @Field(() => Member, { nullable: true, description: "The member after the change." })
  member!: Member;
}

@ObjectType({ simpleResolvers: true, description: "The member that was removed." })
export class RemoveMemberPayload {
  @Field(() => ID, { nullable: true, description: "Identifier of the membership that is gone." })
  removedId!: string;
}

@ObjectType({ simpleResolvers: true, description: "The organization's settings after the change." })
export class UpdateOrganizationPayload {
  @Field(() => Organization, { nullable: true, description: "The organization." })
  organization!: Organization;
}

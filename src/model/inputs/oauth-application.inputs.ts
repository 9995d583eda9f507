import { IsBoolean, IsInt, IsOptional, IsString } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { ApplicationChange } from "./application-change.inputs.js";
import { IsName, Omittable } from "./constraints.js";
import { IdempotencyKeyField } from "./idempotency-key.js";
import { LAST_OWNER, OAuthApplicationSettings, OWNER_ONLY } from "./oauth-application-settings.inputs.js";
import { RecipientKeyField } from "./recipient-key.inputs.js";

@InputType({
  description:
    "What to register. Only `name` is required; what is left out has its default. Null is BAD_USER_INPUT where it does not clear something.",
})
export class CreateOAuthApplicationInput extends OAuthApplicationSettings {
  @IsName()
  @Field(() => String, {
    description:
      "The name people read, 1 to 256 characters: one at least can be seen, and every change of text direction ends; need not be unique.",
  })
  name!: string;

  @RecipientKeyField(
    "sealedClientSecret",
    " BAD_USER_INPUT for a public application, which has no secret; CONFLICT with another `secretRecipientKey` beside it.",
  )
  recipientKey?: object | null;

  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({
  description:
    "What to change. A field left out changes nothing, whatever its default is at registration; a list given replaces the list. Null is BAD_USER_INPUT where it does not clear something.",
})
export class UpdateOAuthApplicationInput extends OAuthApplicationSettings {
  @IsString()
  @Field(() => ID, { description: "Identifier of the application (`app_…`)." })
  oauthApplicationId!: string;

  @IsOptional()
  @IsInt()
  @Field(() => Int, {
    nullable: true,
    description:
      "The `version` you have seen; another one is CONFLICT and changes nothing. Left out: whatever the version is.",
  })
  expectedVersion?: number | null;

  @Omittable()
  @IsName()
  @Field(() => String, {
    nullable: true,
    description:
      "The name people read, 1 to 256 characters: one at least can be seen, and every change of text direction ends.",
  })
  name?: string;

  @Omittable()
  @IsBoolean()
  @Field(() => Boolean, {
    nullable: true,
    description: `Whether the application may authenticate. A disabled one keeps its secrets, which do not work meanwhile; its access tokens end, and the API tokens it issued as a member are revoked. ${LAST_OWNER} ${OWNER_ONLY}`,
  })
  enabled?: boolean;

  @IsBoolean()
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "Lower `secretQuietSeconds` even when the previous secret of the open rotation still seems to be in use. It forces nothing else. Default: false.",
  })
  force = false;
}

@InputType({ description: "What to delete." })
export class DeleteOAuthApplicationInput extends ApplicationChange {}

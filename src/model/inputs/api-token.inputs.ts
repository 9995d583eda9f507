import { IsEnum, IsOptional, IsString } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { Permission, Role } from "../permission.js";
import { IsListOfEnum, IsMoment, IsName } from "./constraints.js";
import { IdempotencyKeyField } from "./idempotency-key.js";
import { RecipientKeyField } from "./recipient-key.inputs.js";

@InputType({ description: "Which API token to issue; never more than the issuer's own rights, never for longer." })
export class CreateApiTokenInput {
  @IsName()
  @Field(() => String, {
    description:
      "The name people read, 1 to 256 characters: one at least can be seen, and every change of text direction ends.",
  })
  name!: string;

  @IsOptional()
  @IsEnum(Role)
  @Field(() => Role, {
    nullable: true,
    description:
      "The role whose permissions the token carries. Default: the lowest role that holds all `permissions`; BAD_USER_INPUT when neither is given.",
  })
  role?: Role | null;

  @IsOptional()
  @IsListOfEnum(Permission)
  @Field(() => [Permission], {
    nullable: true,
    description:
      "Only these of the role's permissions, no duplicates, such as `[SECRET_VERIFY]` for a token that can only verify client secrets; all of the role's when left out.",
  })
  permissions?: Permission[] | null;

  @IsOptional()
  @IsMoment()
  @Field(() => Date, {
    nullable: true,
    description:
      "When the token stops by itself, in the future. Default: when the issuer's own credential does, or never.",
  })
  expiresAt?: Date | null;

  @RecipientKeyField("sealedToken")
  recipientKey?: object | null;

  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: "Which API token to revoke; the tokens that were issued with it stop as well." })
export class RevokeApiTokenInput {
  @IsString()
  @Field(() => ID, { description: "Identifier of the API token (`tok_…`)." })
  apiTokenId!: string;
}

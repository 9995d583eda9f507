import { IsEnum, IsOptional, IsString } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { Role } from "../permission.js";
import { IsName, IsText, Omittable } from "./constraints.js";

const MAX_SUBJECT_LENGTH = 255;

@InputType({
  description: "Whom to add: an application or a user, exactly one of them; both or none is BAD_USER_INPUT.",
})
export class AddMemberInput {
  @IsOptional()
  @IsString()
  @Field(() => ID, {
    nullable: true,
    description:
      "For a service account: identifier of an application (`app_…`) that is not public and has the grant CLIENT_CREDENTIALS. Left out when `subject` is given.",
  })
  oauthApplicationId?: string | null;

  @IsOptional()
  @IsText({ min: 1, max: MAX_SUBJECT_LENGTH })
  @Field(() => String, {
    nullable: true,
    description:
      "For a user: the `sub` at the outside issuer (OIDC_ISSUER), 1 to 255 characters. Left out when `oauthApplicationId` is given.",
  })
  subject?: string | null;

  @Omittable()
  @IsName()
  @Field(() => String, {
    nullable: true,
    description:
      "The name people read, 1 to 256 characters: one at least can be seen, and every change of text direction ends. Default: the application's name, or the subject.",
  })
  name?: string;

  @IsEnum(Role)
  @Field(() => Role, { description: "What the member may do; never more than one's own role." })
  role!: Role;
}

@InputType({ description: "Which member to change. A lower role revokes the API tokens that the member issued." })
export class UpdateMemberInput {
  @IsString()
  @Field(() => ID, { description: "Identifier of the member (`mem_…`)." })
  memberId!: string;

  @IsEnum(Role)
  @Field(() => Role, { description: "What the member may do; never more than one's own role." })
  role!: Role;
}

@InputType({
  description: "Which member to remove. Access ends at once, and the API tokens the member issued are revoked.",
})
export class RemoveMemberInput {
  @IsString()
  @Field(() => ID, { description: "Identifier of the member (`mem_…`); to leave, one's own." })
  memberId!: string;
}

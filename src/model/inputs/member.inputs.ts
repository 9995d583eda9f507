import { IsEnum, IsOptional, IsString } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { emailProblem, MAX_EMAIL_LENGTH } from "../email.js";
import { Role } from "../permission.js";
import { IsName, IsText, IsTextThat, Omittable } from "./constraints.js";

const MAX_SUBJECT_LENGTH = 255;

@InputType({
  description:
    "Whom to add: an application, or a user by subject or by e-mail, exactly one of them; several or none is BAD_USER_INPUT.",
})
export class AddMemberInput {
  @IsOptional()
  @IsString()
  @Field(() => ID, {
    nullable: true,
    description:
      "For a service account: identifier of an application (`app_…`) that is not public and has the grant CLIENT_CREDENTIALS. Left out when `subject` or `email` is given.",
  })
  oauthApplicationId?: string | null;

  @IsOptional()
  @IsText({ min: 1, max: MAX_SUBJECT_LENGTH })
  @Field(() => String, {
    nullable: true,
    description:
      "For a user: the `sub` at the outside issuer (OIDC_ISSUER), 1 to 255 characters. Left out when `email` or `oauthApplicationId` is given.",
  })
  subject?: string | null;

  @IsOptional()
  @IsTextThat("email", { min: 1, max: MAX_EMAIL_LENGTH }, emailProblem)
  @Field(() => String, {
    nullable: true,
    description:
      "For a user whose `sub` is not known: an e-mail address, at most 254 characters. The member is `pending` until somebody signs in whose access token itself has this `email` and `email_verified: true`; from then on it is that `sub`, and the address finds nobody else. Compared without regard to the case of A to Z, and of the domain as DNS does; letters beyond ASCII exactly (NFC). White space and characters that cannot be seen are refused. Left out when `subject` or `oauthApplicationId` is given.",
  })
  email?: string | null;

  @Omittable()
  @IsName()
  @Field(() => String, {
    nullable: true,
    description:
      "The name people read, 1 to 256 characters: one at least can be seen, and every change of text direction ends. Default: the application's name, the subject or the e-mail address.",
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
  description:
    "Which member to remove. Access ends at once, and the API tokens the member issued are revoked. A user who was also added by e-mail has a `pending` member besides, which has to be removed, too.",
})
export class RemoveMemberInput {
  @IsString()
  @Field(() => ID, { description: "Identifier of the member (`mem_…`); to leave, one's own." })
  memberId!: string;
}

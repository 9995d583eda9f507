import { IsInt, IsOptional, IsString } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";

/** The fields of every input that changes one application: which one, and the version that its sender has seen. */
@InputType()
export abstract class ApplicationChange {
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
}

import { IsInt, IsOptional, IsString } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";

/** What every change of one application names: the application, and the version its sender has seen. */
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

import { IsInt, IsOptional, Max, Min } from "class-validator";
import { ArgsType, Field, Int } from "type-graphql";
import { IsText } from "./constraints.js";

export const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 100;
/** A cursor holds a name's key, which normalization (NFKC) makes up to 18 times as long as the name. */
const MAX_CURSOR_LENGTH = 20_000;

/** The arguments of a Relay connection. */
@ArgsType()
export class PageArgs {
  @IsOptional()
  @IsInt()
  @Min(1, { context: { limit: 1 } })
  @Max(MAX_PAGE_SIZE, { context: { limit: MAX_PAGE_SIZE } })
  @Field(() => Int, {
    nullable: true,
    description:
      "How many items from the start, 1 to 100; 20 when neither `first` nor `last` is given. Not together with `last`.",
  })
  first?: number | null;

  @IsOptional()
  @IsText({ max: MAX_CURSOR_LENGTH })
  @Field(() => String, {
    nullable: true,
    description:
      "Only items after this cursor, which comes from a connection with the same order; an empty one is none.",
  })
  after?: string | null;

  @IsOptional()
  @IsInt()
  @Min(1, { context: { limit: 1 } })
  @Max(MAX_PAGE_SIZE, { context: { limit: MAX_PAGE_SIZE } })
  @Field(() => Int, {
    nullable: true,
    description: "How many items from the end, 1 to 100. Not together with `first`.",
  })
  last?: number | null;

  @IsOptional()
  @IsText({ max: MAX_CURSOR_LENGTH })
  @Field(() => String, {
    nullable: true,
    description:
      "Only items before this cursor, which comes from a connection with the same order; an empty one is none.",
  })
  before?: string | null;
}

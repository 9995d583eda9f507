import { IsBoolean, IsEnum, IsInt, IsOptional, Max, Min, ValidateNested } from "class-validator";
import { ArgsType, Field, InputType, registerEnumType } from "type-graphql";
import { GrantType } from "../client-metadata.js";
import { MAX_NAME_LENGTH } from "../name.js";
import { IsMoment, IsText } from "./constraints.js";
import { DEFAULT_PAGE_SIZE, PageArgs } from "./page.inputs.js";

const MAX_SLICE_SIZE = 500;

@InputType({ description: "Which applications to list; conditions are combined with AND." })
export class OAuthApplicationFilter {
  @IsOptional()
  @IsText({ min: 1, max: MAX_NAME_LENGTH })
  @Field(() => String, {
    nullable: true,
    description:
      "Only applications with this part in their name, without regard to case (Unicode case folding after NFKC: `ΜΕΣ` finds `Μεσολάβηση`, `strasse` finds `Straße`), or with this whole client id; 1 to 256 characters.",
  })
  query?: string | null;

  @IsOptional()
  @IsBoolean()
  @Field(() => Boolean, {
    nullable: true,
    description: "Only public (true) or only confidential (false) applications.",
  })
  public?: boolean | null;

  @IsOptional()
  @IsBoolean()
  @Field(() => Boolean, { nullable: true, description: "Only enabled (true) or only disabled (false) applications." })
  enabled?: boolean | null;

  @IsOptional()
  @IsEnum(GrantType)
  @Field(() => GrantType, { nullable: true, description: "Only applications that may use this grant." })
  grantType?: GrantType | null;

  @IsOptional()
  @IsBoolean()
  @Field(() => Boolean, {
    nullable: true,
    description:
      "Only applications that whoever asks registered (true) or did not (false): the same actor, as `OAuthApplication.createdByViewer` says.",
  })
  createdByViewer?: boolean | null;

  @IsOptional()
  @IsBoolean()
  @Field(() => Boolean, {
    nullable: true,
    description:
      "Only applications with (true) or without (false) an open rotation: two secrets that work. Requires SECRET_READ.",
  })
  hasRotatedSecret?: boolean | null;

  @IsOptional()
  @IsMoment()
  @Field(() => Date, {
    nullable: true,
    description:
      "Only applications whose current secret was issued before this moment: for secrets older than 90 days, the moment 90 days ago. Requires SECRET_READ.",
  })
  secretCreatedBefore?: Date | null;

  @IsOptional()
  @IsMoment()
  @Field(() => Date, {
    nullable: true,
    description: "Only applications with an open rotation whose overlap ends before this moment. Requires SECRET_READ.",
  })
  rotationEndsBefore?: Date | null;
}

export enum OAuthApplicationOrderField {
  CREATED_AT = "CREATED_AT",
  UPDATED_AT = "UPDATED_AT",
  NAME = "NAME",
}

registerEnumType(OAuthApplicationOrderField, {
  name: "OAuthApplicationOrderField",
  description: "What applications are ordered by.",
  valuesConfig: {
    CREATED_AT: { description: "When they were registered." },
    UPDATED_AT: { description: "When they were last changed." },
    NAME: { description: "Their name, without regard to case." },
  },
});

export enum OrderDirection {
  ASC = "ASC",
  DESC = "DESC",
}

registerEnumType(OrderDirection, {
  name: "OrderDirection",
  description: "The direction of an order.",
  valuesConfig: {
    ASC: { description: "Ascending: oldest first, A to Z." },
    DESC: { description: "Descending: newest first, Z to A." },
  },
});

@InputType({ description: "How to order applications; ties are broken by identifier." })
export class OAuthApplicationOrder {
  @IsEnum(OAuthApplicationOrderField)
  @Field(() => OAuthApplicationOrderField, { description: "What to order by." })
  field!: OAuthApplicationOrderField;

  @IsEnum(OrderDirection)
  @Field(() => OrderDirection, { description: "In which direction." })
  direction!: OrderDirection;
}

/** A part of the list by its position, for the dialects whose clients have no cursors. */
export class OAuthApplicationSlice {
  @IsInt()
  @Min(0, { context: { limit: 0 } })
  offset = 0;

  @IsInt()
  @Min(1, { context: { limit: 1 } })
  @Max(MAX_SLICE_SIZE, { context: { limit: MAX_SLICE_SIZE } })
  limit = DEFAULT_PAGE_SIZE;

  @IsOptional()
  @ValidateNested()
  filter?: OAuthApplicationFilter | null;

  @IsOptional()
  @ValidateNested()
  orderBy?: OAuthApplicationOrder | null;
}

@ArgsType()
export class OAuthApplicationsArgs extends PageArgs {
  @IsOptional()
  @ValidateNested()
  @Field(() => OAuthApplicationFilter, { nullable: true, description: "Which applications; all when left out." })
  filter?: OAuthApplicationFilter | null;

  @IsOptional()
  @ValidateNested()
  @Field(() => OAuthApplicationOrder, { nullable: true, description: "In which order; newest first when left out." })
  orderBy?: OAuthApplicationOrder | null;
}

import { IsBoolean } from "class-validator";
import { Field, InputType } from "type-graphql";
import { IsName, IsTextThat, Omittable } from "./constraints.js";

const SLUG = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

const slugProblem = (slug: string) =>
  SLUG.test(slug) ? undefined : "must consist of a-z, 0-9 and `-`, and start and end with a letter or digit";

/** What the command line needs to create an organization. */
export class CreateOrganizationInput {
  @IsTextThat("slug", { min: 1, max: 63 }, slugProblem)
  slug!: string;

  @IsName()
  name!: string;
}

@InputType({
  description: "What to change of the organization. A field left out changes nothing; null is BAD_USER_INPUT.",
})
export class UpdateOrganizationInput {
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
    description:
      "Whether redirect URIs may use plain `http`, `ws` and `ftp` on any host. Those that are registered already stay when it is switched off.",
  })
  allowHttpRedirectUris?: boolean;
}

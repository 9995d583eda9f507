import { Field, ObjectType } from "type-graphql";
import { Column, Entity, Index, PrimaryColumn } from "typeorm";
import { KEY_TEXT, PRIMARY_KEY } from "./columns.js";
import { guidOf, timeOf } from "./identifier.js";
import { Node } from "./node.js";

/** The tenant that owns everything below it. */
@Entity("organizations")
@Index("ux_organizations_slug", ["slug"], { unique: true })
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "The tenant that owns everything below it. No organization can see another one.",
})
export class Organization implements Node {
  @PrimaryColumn(PRIMARY_KEY)
  id!: string;

  @Column(KEY_TEXT)
  @Field(() => String, { description: "The short name, unique on this gateway: 1 to 63 of a-z, 0-9 and `-`." })
  slug!: string;

  @Column({ type: "varchar" })
  @Field(() => String, { description: "The name people read, 1 to 256 characters." })
  name!: string;

  @Column({ type: "boolean" })
  @Field(() => Boolean, {
    description:
      "Whether redirect URIs may use plain `http` on any host. Off by default (RFC 9700); loopback is always allowed.",
  })
  allowHttpRedirectUris!: boolean;

  @Field(() => String, {
    description:
      "The UUID inside `id`, as the REST dialects name the organization: VMware CSP's organization id as it is, Cloudflare's account id without its dashes.",
  })
  get uuid(): string {
    return guidOf(this.id);
  }

  @Field(() => Date, { description: "When the organization was created." })
  get createdAt(): Date {
    return timeOf(this.id);
  }
}

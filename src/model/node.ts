import { Field, ID, InterfaceType } from "type-graphql";

@InterfaceType("Node", {
  description: "Whatever has an identity of its own and can be fetched again through `Query.node` (Relay).",
})
export abstract class Node {
  @Field(() => ID, { description: "The identifier: a prefix that tells the kind, and 22 base62 characters." })
  id!: string;
}

import { type ClassType, Field, Int, ObjectType } from "type-graphql";
import { COUNTED, type Count } from "../database/listing.js";
import type { Node } from "../model/node.js";
import type { Page } from "../services/paging.js";
import { letPassAlike } from "./let-pass.js";

@ObjectType({ simpleResolvers: true, description: "Where a page lies within its list (Relay Cursor Connections)." })
export class PageInfo {
  @Field(() => Boolean, {
    description: "Whether there are items after this page. Paging backwards: whether `before` was given.",
  })
  hasNextPage!: boolean;

  @Field(() => Boolean, {
    description: "Whether there are items before this page. Paging forwards: whether `after` was given.",
  })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: "Cursor of the page's first item; null when the page is empty." })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: "Cursor of the page's last item; null when the page is empty." })
  endCursor!: string | null;
}

/** Relay's connection type for one kind of node: `${name}Connection` and `${name}Edge`. */
export function connectionType<T extends Node>(name: string, itemType: ClassType<T>, items: string) {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `One of the ${items} of a page.` })
  class Edge {
    @Field(() => String, { description: "Where the item stands in its list, for `after` and `before`." })
    cursor!: string;

    @Field(() => itemType, { nullable: true, description: "The item." })
    node!: Node;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of ${items}.` })
  class Connection {
    private counted: Promise<Count> | undefined;

    constructor(private readonly page: Page<Node>) {}

    @Field(() => [Edge], { nullable: true, description: "The page's items with their cursors." })
    get edges(): Edge[] {
      const edges = this.page.items.map((node) => ({ cursor: this.page.cursorOf(node), node }));
      letPassAlike(this, edges);
      return edges;
    }

    @Field(() => [itemType], { nullable: true, description: "The page's items." })
    get nodes(): Node[] {
      return this.page.items;
    }

    @Field(() => PageInfo, { description: "Where the page lies within the list." })
    get pageInfo(): PageInfo {
      const { items, cursorOf, hasNextPage, hasPreviousPage } = this.page;
      const [first, last] = [items.at(0), items.at(-1)];
      return {
        hasNextPage,
        hasPreviousPage,
        startCursor: first ? cursorOf(first) : null,
        endCursor: last ? cursorOf(last) : null,
      };
    }

    @Field(() => Int, {
      description: `How many items the whole list has, on all pages. Kept for all applications of an organization, and otherwise counted, up to ${COUNTED}: \`totalCountIsExact\` tells whether there may be more. Ask for it only where it is shown.`,
    })
    async totalCount(): Promise<number> {
      return (await this.count()).items;
    }

    @Field(() => Boolean, {
      description: `Whether the list has as many items as \`totalCount\` says. If not, it has at least so many: more than ${COUNTED}, or conditions are combined of which more than ${COUNTED} items meet each. Costs what \`totalCount\` costs, together with it nothing more.`,
    })
    async totalCountIsExact(): Promise<boolean> {
      return (await this.count()).isExact;
    }

    private count(): Promise<Count> {
      this.counted ??= this.page.count();
      return this.counted;
    }
  }

  return Connection;
}

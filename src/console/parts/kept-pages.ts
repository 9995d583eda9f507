import type { ApolloCache, ApolloClient, DocumentNode, OperationVariables } from "@apollo/client";
import type { FurtherPage, LoadedPage } from "./list-page.js";

type Entity = { __typename: string; id: string };

/** What of a row is changed elsewhere on the page, or looked at again. */
export interface Changing<Node> {
  /** All that the row shows of it. */
  fragment: DocumentNode;
  fragmentName: string;
  in: (node: Node) => Entity | null;
  with: (node: Node, part: Entity) => Node;
}

/** The pages of one list behind its first one, by the cursor that they come after. */
export type KeptPages<Node> = Map<string, FurtherPage<Node>>;

/** Of so many lists the pages are kept: each search is a list. */
const LISTS = 8;

const kept = new WeakMap<ApolloClient, Map<string, KeptPages<never>>>();

/**
 * The pages that a list has of an earlier look, for who comes back. They are plain data beside the normalized cache,
 * which ten thousand rows would fill with hundreds of thousands of objects: each full garbage collection then holds up
 * a frame. They go with their client, and so with whoever signs out or goes over to another organization.
 */
export function keptPages<Node>(client: ApolloClient, list: string): KeptPages<Node> {
  const lists = kept.get(client) ?? new Map<string, KeptPages<Node>>();
  const pages = lists.get(list) ?? new Map();
  lists.delete(list);
  lists.set(list, pages);
  for (const oldest of [...lists.keys()].slice(0, -LISTS)) lists.delete(oldest);
  kept.set(client, lists as Map<string, KeptPages<never>>);
  return pages;
}

/** Forgets every list of this field: there is one more in it, or one less. */
export function forgetLists(client: ApolloClient, field: string): void {
  client.cache.evict({ id: "ROOT_QUERY", fieldName: field });
  kept.delete(client);
}

/** Kept pages, as far as the cache has learnt more since: what was changed, or looked at, on other pages. */
export function renewed<Node, Page extends LoadedPage<Node>>(
  pages: readonly Page[],
  { cache }: ApolloClient,
  changing: Changing<Node>,
  variables: OperationVariables,
): Page[] {
  const idOf = idsIn(cache);
  const { fragment, fragmentName } = changing;
  return pages.map((page) => ({
    ...page,
    nodes: page.nodes.map((node) => {
      const id = idOf(changing.in(node));
      const part = id && cache.readFragment<Entity, OperationVariables>({ id, fragment, fragmentName, variables });
      return part ? changing.with(node, part) : node;
    }),
  }));
}

/** Tells the cache what a page brings of what it holds already: what it holds is never older than a kept row. */
export function tellCache<Node>(
  { nodes }: LoadedPage<Node>,
  { cache }: ApolloClient,
  changing: Changing<Node>,
  variables: OperationVariables,
): void {
  const idOf = idsIn(cache);
  const { fragment, fragmentName } = changing;
  for (const node of nodes) {
    const data = changing.in(node);
    const id = idOf(data);
    if (data && id) cache.writeFragment<Entity, OperationVariables>({ id, fragment, fragmentName, variables, data });
  }
}

/** Gives the identifier in the cache of what it holds. */
function idsIn(cache: ApolloCache): (part: Entity | null) => string | undefined {
  const held = cache.extract() as Readonly<Record<string, unknown>>;
  return (part) => {
    const id = part ? cache.identify(part) : undefined;
    return id !== undefined && Object.hasOwn(held, id) ? id : undefined;
  };
}

import type { GraphqlClient } from "../gateway/graphql-client.js";

const QUERY = `query ($first: Int, $after: String, $last: Int, $before: String, $filter: OAuthApplicationFilter, $orderBy: OAuthApplicationOrder) {
  oauthApplications(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
    totalCount
    edges { cursor node { id name } }
    nodes { id name }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

export interface Listing {
  totalCount: number;
  edges: { cursor: string; node: { id: string; name: string } }[];
  nodes: { id: string; name: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

/** Asks for a page of applications. */
export function sendListing(client: GraphqlClient, args: Record<string, unknown> = {}) {
  return client.send(QUERY, args);
}

/** As `sendListing`; throws unless it succeeds. */
export async function listing(client: GraphqlClient, args: Record<string, unknown> = {}): Promise<Listing> {
  return (await client.ok(QUERY, args)).oauthApplications;
}

/** The names of the whole list, page by page in one direction, at most `size` on a page. */
export async function walk(
  client: GraphqlClient,
  direction: "forward" | "backward",
  size: number,
  args: Record<string, unknown> = {},
): Promise<string[]> {
  const names: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const page: Listing = await listing(
      client,
      direction === "forward" ? { ...args, first: size, after: cursor } : { ...args, last: size, before: cursor },
    );
    const own = page.nodes.map(({ name }) => name);
    if (direction === "forward") names.push(...own);
    else names.unshift(...own);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    if (!(direction === "forward" ? hasNextPage : hasPreviousPage)) return names;
    cursor = direction === "forward" ? endCursor : startCursor;
  }
}

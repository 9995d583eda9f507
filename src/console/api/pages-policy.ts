import type { FieldMergeFunction, FieldPolicy } from "@apollo/client";
import { relayStylePagination } from "@apollo/client/utilities";

interface Edge {
  __typename: string;
  node: unknown;
}

interface Connection {
  __typename: `${string}Connection`;
  edges?: Edge[];
  nodes?: unknown[];
}

/**
 * A list that grows page by page, asked for its `edges` or its `nodes`. relayStylePagination by itself knows only edges,
 * and makes an empty list of one that is refused: here what was shown before stays, and otherwise null.
 */
export function pages(keyArgs?: string[]): FieldPolicy {
  const { read, merge, ...policy } = relayStylePagination(keyArgs) as FieldPolicy<Connection | null> & {
    merge: FieldMergeFunction<Connection | null>;
  };
  return {
    ...policy,
    merge(existing = null, incoming, options) {
      if (!incoming) return existing;
      const { nodes, ...connection } = incoming as Connection;
      const __typename = `${connection.__typename}`.replace(/Connection$/, "Edge");
      const edges = connection.edges ?? nodes?.map((node) => ({ __typename, node }));
      return merge(existing ?? undefined, { ...connection, ...(edges && { edges }) }, options);
    },
    read(existing, options) {
      const connection = read?.(existing, options);
      return connection && { ...connection, nodes: connection.edges?.map(({ node }) => node) };
    },
  };
}

import type { ApolloCache, Reference } from "@apollo/client";

interface CachedList {
  totalCount: number;
  edges: { __typename: "OAuthApplicationEdge"; cursor: string; node: Reference | undefined }[];
}

/** Where relayStylePagination keeps the list that is newest first and whole. */
const WHOLE_LIST = "oauthApplications:{}";

/** Puts a new application on top of the list; where it stands in other orders and filters only the gateway knows. */
export function prepend(cache: ApolloCache, id: string): void {
  cache.modify<{ oauthApplications: CachedList }>({
    fields: {
      oauthApplications(list, { storeFieldName, toReference, DELETE }) {
        if (!list || storeFieldName !== WHOLE_LIST) return DELETE;
        const { totalCount, edges, ...rest } = list as CachedList;
        const node = toReference({ __typename: "OAuthApplication", id });
        const edge = { __typename: "OAuthApplicationEdge" as const, cursor: "", node };
        return { ...rest, totalCount: totalCount + 1, edges: [edge, ...edges] };
      },
    },
  });
}

/** Takes an application off every list. */
export function remove(cache: ApolloCache, id: string): void {
  const gone = cache.identify({ __typename: "OAuthApplication", id });
  if (!gone) return;
  cache.modify<{ oauthApplications: CachedList }>({
    fields: {
      oauthApplications(list, { storeFieldName, DELETE }) {
        if (!list || storeFieldName !== WHOLE_LIST) return DELETE;
        const { totalCount, ...rest } = list as CachedList;
        return { ...rest, totalCount: totalCount - 1 };
      },
    },
  });
  // relayStylePagination leaves edges out whose node is gone.
  cache.evict({ id: gone });
  cache.gc();
}

import type { ApolloClient } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { useCallback, useRef, useState } from "react";
import type { ApplicationIdsQuery, ApplicationsQueryVariables } from "../../api/gql/graphql.js";
import { APPLICATION_IDS, APPLICATIONS } from "./list-query.js";

type Connection = NonNullable<ApplicationIdsQuery["oauthApplications"]>;

export interface LoadedPage {
  ids: string[];
  /** Where the next page begins; null after the last one. */
  next: string | null;
}

export function loadedPage({ edges, pageInfo }: Pick<Connection, "edges" | "pageInfo">): LoadedPage {
  return {
    ids: (edges ?? []).flatMap(({ node }) => node?.id ?? []),
    next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
  };
}

/** The pages behind this one that the cache has from an earlier look, so that the way back leads to the same row. */
function rememberedPages(client: ApolloClient, variables: ApplicationsQueryVariables, first: LoadedPage): LoadedPage[] {
  const pages: LoadedPage[] = [];
  for (let after = first.next; after; ) {
    const kept = client.readQuery({ query: APPLICATION_IDS, variables: { ...variables, after } })?.oauthApplications;
    if (!kept) break;
    const page = loadedPage(kept);
    pages.push(page);
    after = page.next;
  }
  return pages;
}

/**
 * The list page by page. Each page is a query of its own: what one more costs does not depend on how many there are.
 * `load` asks for the next one; after a failure, which is given as `failure`, only a click asks again.
 */
export function usePages(variables: ApplicationsQueryVariables, first: LoadedPage) {
  const client = useApolloClient();
  const [further, setFurther] = useState(() => rememberedPages(client, variables, first));
  const [failure, setFailure] = useState<unknown>();
  const isAsking = useRef(false);
  const after = (further.at(-1) ?? first).next;
  const load = useCallback(async () => {
    if (!after || isAsking.current) return;
    isAsking.current = true;
    try {
      const { data, error } = await client.query({
        query: APPLICATIONS,
        variables: { ...variables, after },
        errorPolicy: "all",
      });
      setFailure(data?.oauthApplications ? undefined : error);
      const connection = data?.oauthApplications;
      if (connection) setFurther((pages) => [...pages, loadedPage(connection)]);
    } finally {
      isAsking.current = false;
    }
  }, [client, variables, after]);
  return { further, hasMore: after !== null, load, failure };
}

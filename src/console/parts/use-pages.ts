import type { ApolloClient, OperationVariables, TypedDocumentNode } from "@apollo/client";
import { useApolloClient, useSuspenseQuery } from "@apollo/client/react";
import { startTransition, useCallback, useMemo, useRef, useState } from "react";

/** A connection of the schema, as far as paging goes. */
interface Connection<Node> {
  edges: readonly { node: Node | null }[] | null;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** A query with one list in it, which takes `after`. */
export interface ListQuery<Data, Variables, Node> {
  document: TypedDocumentNode<Data, Variables>;
  /** The list in an answer; nothing when it was refused. */
  listIn: (data: Data) => Connection<Node> | null | undefined;
  variables: Variables;
  fetchPolicy?: "cache-and-network";
  /** Whether the way back leads to the same row: for what does not change meanwhile. */
  isRemembered?: boolean;
}

interface LoadedPage<Node> {
  nodes: readonly Node[];
  /** Where the next page begins; null after the last one. */
  next: string | null;
}

export interface Pages<Node> {
  nodes: readonly Node[];
  hasMore: boolean;
  /** Asks for the next page; a second call meanwhile asks for nothing. */
  load: () => Promise<void>;
  /** Why the next page did not come. */
  failure: unknown;
  /** Leaves one out that is no more. */
  drop: (id: string) => void;
}

export interface AskedPages<Node> {
  /** Null when the list was refused, or did not come. */
  pages: Pages<Node> | null;
  error: unknown;
  refetch: () => Promise<unknown>;
}

/**
 * A list page by page. Each page is a query of its own and stays one in the cache: what one more costs does not depend
 * on how many there are. When the first page has come anew and is another one, the list begins with it again.
 */
export function usePages<Data, Variables extends OperationVariables, Node extends { id: string }>({
  document,
  listIn,
  variables,
  fetchPolicy,
  isRemembered,
}: ListQuery<Data, Variables, Node>): AskedPages<Node> {
  const client = useApolloClient();
  const asked = useRef(variables);
  const { data, error, refetch } = useSuspenseQuery(document as TypedDocumentNode<Data, OperationVariables>, {
    variables,
    fetchPolicy,
  });
  const first = useMemo(() => pageIn(data as Data, listIn), [data, listIn]);
  const behind = () => (isRemembered ? rememberedPages(client, { document, listIn, variables }, first) : []);
  const [further, setFurther] = useState(() => ({ of: first, pages: behind() }));
  const [failure, setFailure] = useState<unknown>();
  const latest = useRef<{ of: typeof first; after: string } | null>(null);
  if (further.of !== first) {
    setFurther({ of: first, pages: behind() });
    setFailure(undefined);
  }
  asked.current = variables;

  const after = (further.pages.at(-1) ?? first)?.next ?? null;
  const load = useCallback(async () => {
    // A page that has come is drawn a moment later: until then, too, it is not asked for again.
    if (!after || (latest.current?.of === first && latest.current.after === after)) return;
    const asking = { of: first, after };
    latest.current = asking;
    let page: LoadedPage<Node> | null = null;
    try {
      const answer = await client.query({
        query: document as TypedDocumentNode<Data, OperationVariables>,
        variables: { ...asked.current, after },
        fetchPolicy: "network-only",
        errorPolicy: "all",
      });
      page = pageIn(answer.data as Data | undefined, listIn);
      setFailure(page ? undefined : answer.error);
    } finally {
      if (!page && latest.current === asking) latest.current = null;
    }
    if (!page) return;
    const came = page;
    // Small steps: a page that comes in while somebody scrolls holds up no frame.
    startTransition(() => setFurther((now) => (now.of === first ? { of: first, pages: [...now.pages, came] } : now)));
  }, [client, document, listIn, first, after]);
  const [dropped, setDropped] = useState<readonly string[]>([]);
  const drop = useCallback((id: string) => setDropped((before) => [...before, id]), []);
  const nodes = useMemo(() => {
    const all = [first, ...further.pages].flatMap((page) => page?.nodes ?? []);
    return dropped.length > 0 ? all.filter(({ id }) => !dropped.includes(id)) : all;
  }, [first, further, dropped]);
  const pages = first && { nodes, hasMore: after !== null, load, failure, drop };
  return { pages, error, refetch };
}

function pageIn<Data, Node>(
  data: Data | undefined,
  listIn: ListQuery<Data, unknown, Node>["listIn"],
): LoadedPage<Node> | null {
  const list = data && listIn(data);
  if (!list) return null;
  const { edges, pageInfo } = list;
  return {
    nodes: (edges ?? []).flatMap(({ node }) => node ?? []),
    next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
  };
}

/** The pages behind the first one that the cache has from an earlier look. */
function rememberedPages<Data, Variables, Node>(
  client: ApolloClient,
  { document, listIn, variables }: ListQuery<Data, Variables, Node>,
  first: LoadedPage<Node> | null,
): LoadedPage<Node>[] {
  const pages: LoadedPage<Node>[] = [];
  for (let after = first?.next; after; ) {
    const kept = client.readQuery<Data, OperationVariables>({ query: document, variables: { ...variables, after } });
    const page = pageIn((kept ?? undefined) as Data | undefined, listIn);
    if (!page) break;
    pages.push(page);
    after = page.next;
  }
  return pages;
}

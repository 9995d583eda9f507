import type { DocumentNode, OperationVariables, TypedDocumentNode } from "@apollo/client";
import { useApolloClient, useSuspenseQuery } from "@apollo/client/react";
import { startTransition, useCallback, useMemo, useRef, useState } from "react";
import { type Changing, keptPages, type LoadedPage, renewed, tellCache } from "./kept-pages.js";

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
  /** Whether the way back leads to the same row. */
  isRemembered?: boolean;
  /** What of a row may become another one meanwhile; nothing where a row never changes. */
  changing?: Changing<Node>;
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
 * A list page by page. Each page is a query of its own, and only the first one is in the cache: what one more costs does
 * not depend on how many there are. When the first page has come anew and is another one, the list begins with it again.
 */
export function usePages<Data, Variables extends OperationVariables, Node extends { id: string }>({
  document,
  listIn,
  variables,
  fetchPolicy,
  isRemembered,
  changing,
}: ListQuery<Data, Variables, Node>): AskedPages<Node> {
  const client = useApolloClient();
  const asked = useRef(variables);
  const { data, error, refetch } = useSuspenseQuery(document as TypedDocumentNode<Data, OperationVariables>, {
    variables,
    fetchPolicy,
  });
  const first = useMemo(() => pageIn(data as Data, listIn), [data, listIn]);
  const list = JSON.stringify([operationOf(document), variables]);
  const behind = () => {
    const pages = isRemembered ? pagesBehind(first, keptPages<Node>(client, list)) : [];
    return changing && pages.length > 0 ? renewed(pages, client, changing, variables) : pages;
  };
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
        fetchPolicy: "no-cache",
        errorPolicy: "all",
      });
      page = pageIn(answer.data as Data | undefined, listIn);
      setFailure(page ? undefined : answer.error);
    } finally {
      if (!page && latest.current === asking) latest.current = null;
    }
    if (!page) return;
    const came = page;
    if (changing) tellCache(came, client, changing, asked.current);
    if (isRemembered) keptPages<Node>(client, list).set(after, came);
    // Small steps: a page that comes in while somebody scrolls holds up no frame.
    startTransition(() => setFurther((now) => (now.of === first ? { of: first, pages: [...now.pages, came] } : now)));
  }, [client, document, listIn, first, after, list, isRemembered, changing]);
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

/** The pages behind the first one, as far as they were kept. */
function pagesBehind<Node>(first: LoadedPage<Node> | null, kept: ReadonlyMap<string, LoadedPage<Node>>) {
  const pages: LoadedPage<Node>[] = [];
  for (let after = first?.next; after; ) {
    const page = kept.get(after);
    if (!page) break;
    pages.push(page);
    after = page.next;
  }
  return pages;
}

function operationOf({ definitions }: DocumentNode): string | undefined {
  return definitions.find((one) => one.kind === "OperationDefinition")?.name?.value;
}

import type { DocumentNode, OperationVariables, TypedDocumentNode } from "@apollo/client";
import { useApolloClient, useSuspenseQuery } from "@apollo/client/react";
import { type RefObject, useCallback, useMemo, useRef, useState } from "react";
import { questionOf } from "../api/answer-times.js";
import { type Changing, keptPages, renewed, tellCache } from "./kept-pages.js";
import { type Connection, type FurtherPage, pageOf, pagesBehind } from "./list-page.js";
import { useFurtherPages } from "./use-further-pages.js";
import { type ListAnswer, type Look, useLook } from "./use-look.js";
import { useRenewing } from "./use-renewing.js";

/** A query with one list in it, which takes `after`. */
export interface ListQuery<Data, Variables, Node> {
  document: TypedDocumentNode<Data, Variables>;
  /** The list in an answer; nothing when it was refused. */
  listIn: (data: Data) => Connection<Node> | null | undefined;
  variables: Variables;
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
  /** To be told which rows are in the window: those that are too old are asked for again. */
  see: (from: number, to: number) => void;
  /** The list in the document. */
  element: RefObject<HTMLOListElement | null>;
}

export interface AskedPages<Node> {
  /** Null when the list was refused, or did not come. */
  pages: Pages<Node> | null;
  error: unknown;
  look: Look;
  refetch: () => Promise<unknown>;
  /** Leaves one out that is no more. */
  drop: (id: string) => void;
}

/**
 * A list page by page. Each page is a query of its own, and only the first one is in the cache: what one more costs does
 * not depend on how many there are. When the first page has other rows than before, the list begins with it again.
 */
export function usePages<Data, Variables extends OperationVariables, Node extends { id: string }>({
  document,
  listIn,
  variables,
  isRemembered,
  changing,
}: ListQuery<Data, Variables, Node>): AskedPages<Node> {
  const client = useApolloClient();
  const query = document as TypedDocumentNode<Data, OperationVariables>;
  const asked = useRef(variables);
  const { data, error, refetch } = useSuspenseQuery(query, { variables });
  const first = useMemo(() => pageIn(data as Data | undefined, listIn), [data, listIn]);
  const question = questionOf(operationOf(document), variables);
  asked.current = variables;

  const ask = useCallback(
    async (after?: string): Promise<ListAnswer<Data, Node>> => {
      const answer = await client.query({
        query,
        variables: after ? { ...asked.current, after } : asked.current,
        fetchPolicy: "no-cache",
        errorPolicy: "all",
      });
      const came = answer.data as Data | undefined;
      return { page: pageIn(came, listIn), data: came, error: answer.error };
    },
    [client, query, listIn],
  );
  const kept = () => keptPages<Node>(client, question);
  const keep = useCallback(
    (page: FurtherPage<Node>) => {
      if (changing) tellCache(page, client, changing, asked.current);
      if (isRemembered) keptPages<Node>(client, question).set(page.after, page);
    },
    [client, question, isRemembered, changing],
  );
  const further = useFurtherPages<Node>({
    first,
    ask,
    came: keep,
    remembered: () => (isRemembered ? pagesBehind(first, kept()) : []),
    renewed: (pages) => (changing && pages.length > 0 ? renewed(pages, client, changing, variables) : pages),
  });
  const element = useRef<HTMLOListElement>(null);
  const { look, since, noteChanged } = useLook<Data, Node>({
    question,
    first,
    element,
    ask,
    show: (next, anew) => {
      if (anew) {
        kept().clear();
        further.beginAnew();
      }
      client.writeQuery({ query, variables, data: next as never });
    },
    learn: (page) => {
      if (changing) tellCache(page, client, changing, variables);
      further.learn(page);
    },
    refetch,
  });
  const { learn } = further;
  const see = useRenewing<Node>({
    first,
    further: further.pages,
    since,
    ask,
    came: useCallback(
      (page: FurtherPage<Node>) => {
        keep(page);
        learn(page);
      },
      [keep, learn],
    ),
    noteChanged,
  });
  const [dropped, setDropped] = useState<readonly string[]>([]);
  const drop = useCallback((id: string) => setDropped((before) => [...before, id]), []);
  const nodes = useMemo(() => {
    const all = [first, ...further.pages].flatMap((page) => page?.nodes ?? []);
    return dropped.length > 0 ? all.filter(({ id }) => !dropped.includes(id)) : all;
  }, [first, further.pages, dropped]);
  const { hasMore, load, failure } = further;
  return { pages: first && { nodes, hasMore, load, failure, see, element }, error, look, refetch, drop };
}

function pageIn<Data, Node>(data: Data | undefined, listIn: ListQuery<Data, unknown, Node>["listIn"]) {
  const list = data && listIn(data);
  return list ? pageOf(list) : null;
}

function operationOf({ definitions }: DocumentNode): string | undefined {
  return definitions.find((one) => one.kind === "OperationDefinition")?.name?.value;
}

/** A connection of the schema, as far as paging goes. */
export interface Connection<Node> {
  edges: readonly { node: Node | null }[] | null;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

export interface LoadedPage<Node> {
  nodes: readonly Node[];
  /** Where the next page begins; null after the last one. */
  next: string | null;
}

/** A page behind the first one. */
export interface FurtherPage<Node> extends LoadedPage<Node> {
  /** Where it begins. */
  after: string;
  /** When it was asked for, in milliseconds. */
  askedAt: number;
}

export function pageOf<Node>({ edges, pageInfo }: Connection<Node>): LoadedPage<Node> {
  return {
    nodes: (edges ?? []).flatMap(({ node }) => node ?? []),
    next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
  };
}

/** Whether both have the same rows, whatever has become of each. */
export function hasSameRows<Node extends { id: string }>(
  one: LoadedPage<Node> | null,
  other: LoadedPage<Node> | null,
): boolean {
  if (!one || !other) return one === other;
  return (
    one.next === other.next &&
    one.nodes.length === other.nodes.length &&
    one.nodes.every(({ id }, position) => id === other.nodes[position]?.id)
  );
}

/** The rows of a page where they are, as another look has found them. */
export function withNews<Node extends { id: string }, Page extends LoadedPage<Node>>(
  page: Page,
  { nodes }: LoadedPage<Node>,
): Page {
  const found = new Map(nodes.map((node) => [node.id, node]));
  if (!page.nodes.some(({ id }) => found.has(id))) return page;
  return { ...page, nodes: page.nodes.map((node) => found.get(node.id) ?? node) };
}

/** The pages behind the first one, as far as they were kept. */
export function pagesBehind<Node>(
  first: LoadedPage<Node> | null,
  kept: ReadonlyMap<string, FurtherPage<Node>>,
): FurtherPage<Node>[] {
  const pages: FurtherPage<Node>[] = [];
  for (let after = first?.next; after; ) {
    const page = kept.get(after);
    if (!page) break;
    pages.push(page);
    after = page.next;
  }
  return pages;
}

/** Which of these pages have rows between two positions of the list. */
export function pagesBetween<Node>(
  first: LoadedPage<Node>,
  further: readonly FurtherPage<Node>[],
  from: number,
  to: number,
): FurtherPage<Node>[] {
  let end = first.nodes.length;
  return further.filter(({ nodes }) => {
    const begin = end;
    end += nodes.length;
    return begin <= to && end > from;
  });
}

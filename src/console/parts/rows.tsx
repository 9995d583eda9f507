import { defaultRangeExtractor, type Range, useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type RefObject, useCallback, useEffect, useLayoutEffect, useState } from "react";
import styles from "./rows.module.css";

const ROW_PIXELS = 64;
/** How many rows there are above and below those that can be seen. */
const OVERSCAN = 8;
/** How near the end the next page is asked for, in rows. */
const AHEAD = 25;

export interface RowsProps<Node> {
  nodes: readonly Node[];
  row: (node: Node) => ReactNode;
  label: string;
  /** Whether there is more than what is here; then nobody knows how much in all. */
  isOpen: boolean;
  /** Called when the end comes near. */
  more: () => void;
  /** Called with the first and the last row in the window, when they change. */
  see: (from: number, to: number) => void;
  /** The list in the document. */
  element: RefObject<HTMLOListElement | null>;
}

/** The rows of a long list, of which only those near the window are in the document. The window scrolls. */
export function Rows<Node extends { id: string }>({
  nodes,
  row,
  label,
  isOpen,
  more,
  see,
  element: list,
}: RowsProps<Node>) {
  const top = useTop(list);
  const [focused, setFocused] = useState<number>();
  // Another function than before has the virtualizer lay out all rows anew.
  const keyOf = useCallback((position: number) => nodes[position]?.id ?? position, [nodes]);
  const virtualizer = useWindowVirtualizer({
    count: nodes.length,
    estimateSize: rowPixels,
    getItemKey: keyOf,
    overscan: OVERSCAN,
    // The rows are drawn in a task of their own, and not in the frame that scrolls.
    useFlushSync: false,
    scrollMargin: top,
    rangeExtractor: (range) => withRow(range, focused),
  });
  const shown = virtualizer.getVirtualItems();
  const { startIndex: from = 0, endIndex: last = 0 } = virtualizer.range ?? {};
  useEffect(() => {
    if (isOpen && last >= nodes.length - AHEAD) more();
  }, [isOpen, last, nodes.length, more]);
  useEffect(() => see(from, last), [see, from, last]);
  return (
    <ol
      ref={list}
      className={styles.rows}
      aria-label={label}
      style={{ height: virtualizer.getTotalSize() }}
      onFocus={({ target }) => {
        // A row's menu or dialog stands elsewhere in the document, and its focus is heard here as well.
        const row = target.closest<HTMLElement>("li[data-index]");
        if (row && list.current?.contains(row)) setFocused(Number(row.dataset.index));
      }}
      onBlur={() => setFocused(undefined)}
    >
      {shown.map(({ key, index, start }) => (
        <li
          key={key}
          ref={virtualizer.measureElement}
          data-index={index}
          className={styles.item}
          style={{ transform: `translateY(${start - virtualizer.options.scrollMargin}px)` }}
          aria-posinset={index + 1}
          aria-setsize={isOpen ? -1 : nodes.length}
        >
          {nodes[index] && row(nodes[index])}
        </li>
      ))}
    </ol>
  );
}

const rowPixels = () => ROW_PIXELS;

/** The rows near the window, and the one that has the focus, lest a scroll take that away. */
function withRow(range: Range, row: number | undefined): number[] {
  const rows = defaultRangeExtractor(range);
  if (row === undefined || row >= range.count || rows.includes(row)) return rows;
  return [...rows, row].toSorted((one, other) => one - other);
}

/** Where an element begins on the page: looked at when the page has another size, since a look in each frame costs one. */
function useTop(element: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const look = () => {
      if (element.current) setTop(element.current.getBoundingClientRect().top + window.scrollY);
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return top;
}

import { defaultRangeExtractor, type Range, useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import styles from "./rows.module.css";

const ROW_PIXELS = 64;
/** How many rows there are above and below those that can be seen. */
const OVERSCAN = 8;
/** How near the end the next page is asked for, in rows. */
const AHEAD = 25;

export interface RowsProps {
  ids: readonly string[];
  row: (id: string) => ReactNode;
  label: string;
  /** Whether there is more than what is here; then nobody knows how much in all. */
  isOpen: boolean;
  /** Called when the end comes near. */
  more: () => void;
}

/** The rows of a long list, of which only those near the window are in the document. The window scrolls. */
export function Rows({ ids, row, label, isOpen, more }: RowsProps) {
  const list = useRef<HTMLOListElement>(null);
  const top = useTop(list);
  const [focused, setFocused] = useState<number>();
  const virtualizer = useWindowVirtualizer({
    count: ids.length,
    estimateSize: () => ROW_PIXELS,
    getItemKey: (position) => ids[position] ?? position,
    overscan: OVERSCAN,
    scrollMargin: top,
    rangeExtractor: (range) => withRow(range, focused),
  });
  const shown = virtualizer.getVirtualItems();
  const last = virtualizer.range?.endIndex ?? 0;
  useEffect(() => {
    if (isOpen && last >= ids.length - AHEAD) more();
  }, [isOpen, last, ids.length, more]);
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
          aria-setsize={isOpen ? -1 : ids.length}
        >
          {row(String(key))}
        </li>
      ))}
    </ol>
  );
}

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

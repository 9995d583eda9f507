import { type RefObject, useLayoutEffect, useState } from "react";

/** Where what floats over the page covers nothing that somebody is about to use; nowhere when there is no such edge. */
export type FreeEdge = "end" | "start" | "nowhere";

/** What may not be covered: the field that is written in, and the buttons of whatever is open over the page. */
const IN_USE = ":is(input, textarea, select):focus, :is([role=dialog], [role=alertdialog]) button";

/** How near it may come, in pixels. */
const DISTANCE = 8;

/** Follows, as long as something `floats` in an element as wide as the window, to which edge of the window that may go. */
export function useFreeEdge(floating: RefObject<HTMLElement | null>, floats: boolean): FreeEdge {
  const [edge, setEdge] = useState<FreeEdge>("end");
  useLayoutEffect(() => {
    if (!floats) return;
    let frame = 0;
    const look = () => {
      if (floating.current) setEdge(freeEdge(floating.current.getBoundingClientRect().height));
      // Nothing tells when something moves: a dialog that grows, a page that scrolls, a keyboard that opens.
      frame = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, [floating, floats]);
  return edge;
}

function freeEdge(height: number): FreeEdge {
  const used = [...document.querySelectorAll(IN_USE)].map((element) => element.getBoundingClientRect());
  const margin = 16 + DISTANCE;
  if (!used.some(({ top, bottom }) => bottom > innerHeight - height - margin && top < innerHeight)) return "end";
  if (!used.some(({ top, bottom }) => top < height + margin && bottom > 0)) return "start";
  return "nowhere";
}

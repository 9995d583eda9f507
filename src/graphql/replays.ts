import type { GatewayContext } from "./context.js";

/** Tells the way in of an answer that repeats an earlier one, so that the HTTP header says so, too. */
export function noteReplay<T extends { replayed: boolean }>(context: GatewayContext, payload: T): T {
  if (payload.replayed) context.onReplay();
  return payload;
}

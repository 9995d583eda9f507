import type { ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import { placeOf } from "./address.js";

/** Smaller answers are not looked at: the rate limit bounds them. */
const LARGE_BYTES = 16_384;

export interface UnreadLimits {
  /** After so many milliseconds in which its reader takes nothing a connection is closed. */
  stalledMs: number;
  /** How many bytes of answers wait for the readers of one actor, or of one address without an actor. */
  bytesPerActor: number;
  /** How many bytes of answers wait for all readers together. */
  bytesInAll: number;
}

const MIB = 1024 ** 2;

export const UNREAD_LIMITS: UnreadLimits = { stalledMs: 30_000, bytesPerActor: 64 * MIB, bytesInAll: 256 * MIB };

interface Unread {
  response: ServerResponse;
  owner: string;
  bytes: number;
}

/**
 * Bounds the memory of answers that wait for their readers. When an answer finds no room, connections are reset that
 * hold the most: its actor's when that one has too much, else those of whoever has the most. What is done is answered;
 * nothing is refused here, because by now it has been done.
 */
export function boundUnreadAnswers(app: FastifyInstance, limits: UnreadLimits, onCut: (owner: string) => void): void {
  const owners = new Map<ServerResponse, string>();

  const measure = (): Unread[] => {
    const waiting: Unread[] = [];
    for (const [response, owner] of owners) {
      // Of answers that wait behind another one of their connection Node does not tell that it is closed.
      if (response.req.socket.destroyed) owners.delete(response);
      else waiting.push({ response, owner, bytes: response.writableLength });
    }
    return waiting;
  };

  const makeRoom = (owner: string, size: number) => {
    let waiting = measure();
    for (;;) {
      const sums = sumByOwner(waiting);
      const tooMuch = (sums.get(owner) ?? 0) + size > limits.bytesPerActor;
      if (!tooMuch && sum(sums.values()) + size <= limits.bytesInAll) return;
      const from = tooMuch ? owner : largest([...sums], ([, bytes]) => bytes)?.[0];
      const victim = largest(
        waiting.filter((unread) => unread.owner === from),
        ({ bytes }) => bytes,
      );
      if (!victim) return;
      onCut(victim.owner);
      victim.response.req.socket.resetAndDestroy();
      waiting = waiting.filter(({ response }) => response.req.socket !== victim.response.req.socket);
    }
  };

  app.addHook("onSend", (request, { raw }, payload, done) => {
    const size = typeof payload === "string" || Buffer.isBuffer(payload) ? payload.length : 0;
    if (size >= LARGE_BYTES) {
      const owner = request.actor?.id ?? placeOf(request.client).address;
      makeRoom(owner, size);
      owners.set(raw, owner);
      raw.once("close", () => owners.delete(raw));
    }
    done(null, payload);
  });
}

function sumByOwner(waiting: readonly Unread[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { owner, bytes } of waiting) sums.set(owner, (sums.get(owner) ?? 0) + bytes);
  return sums;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function largest<T>(items: readonly T[], sizeOf: (item: T) => number): T | undefined {
  return items.reduce<T | undefined>(
    (most, item) => (most === undefined || sizeOf(item) > sizeOf(most) ? item : most),
    undefined,
  );
}

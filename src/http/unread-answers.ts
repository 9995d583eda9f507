import type { ServerResponse } from "node:http";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { placeOf } from "./address.js";

/** Smaller answers are not counted; the rate limit bounds them. */
const LARGE_BYTES = 16_384;

export interface UnreadLimits {
  /** How long a reader may take nothing before its connection is closed, in milliseconds. */
  stalledMs: number;
  /** How many unread bytes one actor may have, or one place whose sender is not identified. */
  bytesPerActor: number;
  /** How many unread bytes all actors of one organization may have, with any number of tokens. */
  bytesPerOrganization: number;
  /** How many unread bytes all senders that are not identified may have together. */
  bytesOfNobody: number;
  /** How many unread bytes there may be in all. */
  bytesInAll: number;
}

const MIB = 1024 ** 2;

/** The limits of a gateway, unless a test sets others. */
export const UNREAD_LIMITS: UnreadLimits = {
  stalledMs: 30_000,
  bytesPerActor: 64 * MIB,
  bytesPerOrganization: 128 * MIB,
  bytesOfNobody: 64 * MIB,
  bytesInAll: 256 * MIB,
};

/** Stands for the organization of senders that are not identified. */
const NOBODY = "nobody";

/**
 * The owner of an answer. For a sender that is not identified, the actor is its place, or its network where addresses
 * are cheap.
 */
interface Owner {
  organization: string;
  actor: string;
}

interface Answer {
  owner: Owner;
  bytes: number;
}

interface Unread extends Answer {
  response: ServerResponse;
}

/**
 * Bounds the memory of answers that wait for their readers. When a new answer exceeds a limit, connections with the
 * most unread bytes are reset: of its actor or organization if theirs is exceeded, else of the organization with the
 * most. The new answer itself is always sent, since its request has been executed.
 */
export function boundUnreadAnswers(app: FastifyInstance, limits: UnreadLimits, onCut: (actor: string) => void): void {
  const owners = new Map<ServerResponse, Owner>();

  const measure = (): Unread[] => {
    const waiting: Unread[] = [];
    for (const [response, owner] of owners) {
      // Node reports no close for answers queued behind another one on the same connection.
      if (response.req.socket.destroyed) owners.delete(response);
      else waiting.push({ response, owner, bytes: response.writableLength });
    }
    return waiting;
  };

  const makeRoomFor = (newcomer: Answer) => {
    let waiting = measure();
    for (;;) {
      const victim = victimOf(waiting, newcomer, limits);
      if (!victim) return;
      onCut(victim.owner.actor);
      victim.response.req.socket.resetAndDestroy();
      waiting = waiting.filter(({ response }) => response.req.socket !== victim.response.req.socket);
    }
  };

  app.addHook("onSend", (request, { raw }, payload, done) => {
    const size = typeof payload === "string" || Buffer.isBuffer(payload) ? payload.length : 0;
    if (size >= LARGE_BYTES) {
      const owner = ownerOf(request);
      makeRoomFor({ owner, bytes: size });
      owners.set(raw, owner);
      raw.once("close", () => owners.delete(raw));
    }
    done(null, payload);
  });
}

function ownerOf({ actor, client }: FastifyRequest): Owner {
  if (actor) return { organization: actor.organizationId, actor: actor.id };
  const { isCheap, network, address } = placeOf(client);
  return { organization: NOBODY, actor: isCheap ? network : address };
}

const organizationOf = ({ owner }: Answer) => owner.organization;
const actorOf = ({ owner }: Answer) => owner.actor;

/** The answer whose connection is closed for the new one; undefined when there is room or nothing else waits. */
function victimOf(waiting: readonly Unread[], newcomer: Answer, limits: UnreadLimits): Unread | undefined {
  const ofOrganization = waiting.filter((unread) => organizationOf(unread) === organizationOf(newcomer));
  const ofActor = ofOrganization.filter((unread) => actorOf(unread) === actorOf(newcomer));
  const isFull = (unread: readonly Unread[], limit: number) => bytesOf(unread) + newcomer.bytes > limit;
  if (isFull(ofActor, limits.bytesPerActor)) return largest(ofActor);
  const isOfNobody = organizationOf(newcomer) === NOBODY;
  const ofMost = isFull(ofOrganization, isOfNobody ? limits.bytesOfNobody : limits.bytesPerOrganization)
    ? ofOrganization
    : isFull(waiting, limits.bytesInAll)
      ? ofWhoeverHasMost(waiting, newcomer, organizationOf)
      : [];
  return largest(ofWhoeverHasMost(ofMost, newcomer, actorOf));
}

/** The waiting answers of the owner with the most bytes; the new answer counts for its owner if that one has others. */
function ofWhoeverHasMost(waiting: readonly Unread[], newcomer: Answer, ownerOf: (answer: Answer) => string): Unread[] {
  const sums = new Map<string, number>();
  for (const unread of waiting) sums.set(ownerOf(unread), (sums.get(ownerOf(unread)) ?? 0) + unread.bytes);
  const own = sums.get(ownerOf(newcomer));
  if (own !== undefined) sums.set(ownerOf(newcomer), own + newcomer.bytes);
  const most = Math.max(...sums.values());
  return waiting.filter((unread) => sums.get(ownerOf(unread)) === most);
}

function bytesOf(answers: readonly Answer[]): number {
  return answers.reduce((sum, { bytes }) => sum + bytes, 0);
}

function largest(waiting: readonly Unread[]): Unread | undefined {
  return waiting.reduce<Unread | undefined>((most, one) => (most && most.bytes >= one.bytes ? most : one), undefined);
}

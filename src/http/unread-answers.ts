import type { ServerResponse } from "node:http";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { placeOf } from "./address.js";

/** Smaller answers are not looked at: the rate limit bounds them. */
const LARGE_BYTES = 16_384;

export interface UnreadLimits {
  /** After so many milliseconds in which its reader takes nothing a connection is closed. */
  stalledMs: number;
  /** How many bytes of answers wait for the readers of one actor, or of one place where nobody is known. */
  bytesPerActor: number;
  /** How many bytes of answers wait for all readers of one organization, however many tokens it has. */
  bytesPerOrganization: number;
  /** How many bytes of answers wait for all readers who are nobody: what they read, they need no organization for. */
  bytesOfNobody: number;
  /** How many bytes of answers wait for all readers together. */
  bytesInAll: number;
}

const MIB = 1024 ** 2;

export const UNREAD_LIMITS: UnreadLimits = {
  stalledMs: 30_000,
  bytesPerActor: 64 * MIB,
  bytesPerOrganization: 128 * MIB,
  bytesOfNobody: 64 * MIB,
  bytesInAll: 256 * MIB,
};

/** Stands for the organization of whoever is nobody. */
const NOBODY = "nobody";

/** Whose an answer is. Of whoever is nobody the actor is their place, or their network where places cost nothing. */
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
 * Bounds the memory of answers that wait for their readers. When an answer finds no room, connections are reset that
 * hold the most: its actor's or its organization's when that one has too much, else those of the organization that has
 * the most. What is done is answered; nothing is refused here, because by now it has been done.
 */
export function boundUnreadAnswers(app: FastifyInstance, limits: UnreadLimits, onCut: (actor: string) => void): void {
  const owners = new Map<ServerResponse, Owner>();

  const measure = (): Unread[] => {
    const waiting: Unread[] = [];
    for (const [response, owner] of owners) {
      // Of answers that wait behind another one of their connection Node does not tell that it is closed.
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

/** Whose connection is closed before this answer can wait, too; undefined when there is room, or nobody else waits. */
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

/** What waits for the one owner who has the most of it, the newcomer counted as his, too. */
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

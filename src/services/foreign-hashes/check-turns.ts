import { DomainError } from "../../model/domain-error.js";
import type { Clock } from "../clock.js";
import { type Check, ClientChecks } from "./client-checks.js";
import { FairLine, type Rank } from "./fair-line.js";
import { nameOfPlace, type Place } from "./place.js";
import { isRecent } from "./recent.js";

export interface CheckTurnsOptions {
  clock: Clock;
  /** How many checks run at once. */
  atOnce: number;
  /** How many wait at once, over all clients. */
  maxWaiting: number;
  /** How long a check waits for its turn. */
  waitMs: number;
}

/** Whose secrets are checked. */
export type CheckedClient = Pick<ClientChecks, "id" | "organizationId">;

/**
 * Lets slow checks of secrets wait for their turn: of a client one at a time, and none while it has failed too often;
 * first logins before what has failed lately, and each organization in its turn, and of it each client.
 */
export class CheckTurns {
  /** By id; those that failed last are at the end. */
  private readonly clients = new Map<string, ClientChecks>();
  /** When something failed last at each place, by its name; those that failed last are at the end. */
  private readonly failedPlaces = new Map<string, number>();
  /** The clients that wait and have no check running. */
  private readonly waiting = new FairLine();
  private running = 0;
  private lineLength = 0;

  constructor(private readonly options: CheckTurnsOptions) {}

  /**
   * What `work` finds; undefined when that is nothing, or the same `presented` has just failed. Two that present the same
   * share one check. Throws `too_many_requests` where too many have let nobody in, of the client or from the place (null
   * when nobody knows it), and `unavailable` when its turn does not come.
   */
  run<T>(
    { id, organizationId }: CheckedClient,
    presented: string,
    place: Place | null,
    work: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const client = this.clients.get(id) ?? new ClientChecks(id, organizationId);
    const same = client.same(presented);
    if (same) return same.answer as Promise<T | undefined>;
    const now = this.options.clock();
    if (client.isWrong(presented, now)) return Promise.resolve(undefined);
    const delay = client.delay(place, now);
    if (delay > 0) throw DomainError.tooManyFailedLogins(Math.ceil(delay / 1000));
    if (this.lineLength >= this.options.maxWaiting) this.makeRoom(client, this.rankOf(client, place));
    this.clients.set(id, client);
    const { promise, resolve, reject } = withResolvers<T | undefined>();
    const patience = setTimeout(() => {
      this.leave(client, check);
      this.forget(id);
      reject(this.busy());
    }, this.options.waitMs);
    const check: Check = {
      presented,
      place,
      answer: promise,
      begin: () => {
        const found = work();
        found.then(resolve, reject);
        return found;
      },
      stopWaiting: () => clearTimeout(patience),
      giveUp: () => reject(this.busy()),
    };
    client.wait(check);
    this.lineLength += 1;
    this.queue(client);
    this.next();
    return promise;
  }

  /** A client was let in: what failed before says nothing against it. */
  succeed(id: string): void {
    this.clients.get(id)?.forgive();
    this.forget(id);
  }

  private next(): void {
    while (this.running < this.options.atOnce) {
      const first = this.waiting.first();
      if (!first) return;
      const { client } = first;
      // What failed since it began to wait counts, too.
      const rank = this.rankOf(client, client.next(this.options.clock())?.place ?? null);
      if (rank <= first.rank) this.begin(client);
      else this.waiting.put(client, rank);
    }
  }

  private begin(client: ClientChecks): void {
    const check = client.next(this.options.clock()) as Check;
    this.waiting.take(client);
    this.leave(client, check);
    client.running = check;
    this.running += 1;
    const end = (hasAnswer: boolean, wasRight: boolean) => {
      client.running = undefined;
      this.running -= 1;
      if (hasAnswer) this.note(client, check, wasRight);
      this.queue(client);
      this.sweep();
      this.next();
    };
    check.begin().then(
      (found) => end(true, found !== undefined),
      () => end(false, false),
    );
  }

  private note(client: ClientChecks, check: Check, wasRight: boolean): void {
    const now = this.options.clock();
    this.clients.delete(client.id);
    this.clients.set(client.id, client);
    client.note(check, wasRight, now);
    if (wasRight || check.place === null) return;
    const name = nameOfPlace(check.place);
    this.failedPlaces.delete(name);
    this.failedPlaces.set(name, now);
  }

  /** Puts a client that waits among those of its rank, where it is not among them or better ones already. */
  private queue(client: ClientChecks): void {
    const check = client.next(this.options.clock());
    if (!check || client.running) return;
    const rank = this.rankOf(client, check.place);
    const present = this.waiting.rankOf(client);
    if (present === undefined || rank < present) this.waiting.put(client, rank);
  }

  private rankOf(client: ClientChecks, place: Place | null): Rank {
    if (client.hasFailedAt(place, this.options.clock())) return 3;
    if (place !== null && this.hasFailed(nameOfPlace(place))) return 2;
    return place === null || place.reporter !== null ? 1 : 0;
  }

  private hasFailed(name: string): boolean {
    const at = this.failedPlaces.get(name);
    return at !== undefined && isRecent(at, this.options.clock());
  }

  /** Turns one away that waits and gives way; throws `unavailable` where there is none. */
  private makeRoom({ organizationId }: CheckedClient, rank: Rank): void {
    const other = this.waiting.lastBehind(organizationId, rank);
    const last = other?.last();
    if (!other || !last) throw this.busy();
    this.leave(other, last);
    last.giveUp();
  }

  private leave(client: ClientChecks, check: Check): void {
    check.stopWaiting();
    client.leave(check);
    this.lineLength -= 1;
    if (client.last() === undefined) this.waiting.delete(client);
  }

  /** Forgets what is over, as far as it comes first. */
  private sweep(): void {
    for (const [name] of this.failedPlaces) {
      if (this.hasFailed(name)) break;
      this.failedPlaces.delete(name);
    }
    for (const [id] of this.clients) if (!this.forget(id)) return;
  }

  /** Answers whether it was over. */
  private forget(id: string): boolean {
    const isOver = this.clients.get(id)?.isOver(this.options.clock()) ?? true;
    if (isOver) this.clients.delete(id);
    return isOver;
  }

  private busy(): DomainError {
    return DomainError.busy("The check of an imported secret", this.options.waitMs);
  }
}

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((onward, back) => {
    resolve = onward;
    reject = back;
  });
  return { promise, resolve, reject };
}

import { DomainError } from "../../model/domain-error.js";
import type { Clock } from "../clock.js";
import { type Check, ClientChecks } from "./client-checks.js";
import { FairLine } from "./fair-line.js";
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
  /** For each rank, the best one first, the clients that wait and have no check running. */
  private readonly waiting = [0, 1, 2].map(() => new FairLine());
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
      const place = this.waiting.findIndex((line) => !line.isEmpty);
      const client = this.waiting[place]?.first();
      if (!client) return;
      // What failed since it began to wait counts, too.
      const rank = this.rankOf(client, client.next(this.options.clock())?.place ?? null);
      if (rank <= place) this.begin(client);
      else {
        this.waiting[place]?.delete(client);
        this.waiting[rank]?.add(client);
      }
    }
  }

  private begin(client: ClientChecks): void {
    const check = client.next(this.options.clock()) as Check;
    this.leave(client, check);
    for (const line of this.waiting) {
      line.delete(client);
      line.pass(client.organizationId);
    }
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
    const present = this.waiting.findIndex((line) => line.has(client));
    if (present >= 0 && present <= rank) return;
    this.waiting[present]?.delete(client);
    this.waiting[rank]?.add(client);
  }

  /** 0 where nothing has failed at the place lately, 1 where it was another client, 2 where it was this one. */
  private rankOf(client: ClientChecks, place: Place | null): number {
    if (client.hasFailedAt(place, this.options.clock())) return 2;
    return place !== null && this.hasFailed(nameOfPlace(place)) ? 1 : 0;
  }

  private hasFailed(name: string): boolean {
    const at = this.failedPlaces.get(name);
    return at !== undefined && isRecent(at, this.options.clock());
  }

  /**
   * Turns one away that waits and has a worse rank, or the same and is of an organization that has more of the line; throws
   * `unavailable` where there is none.
   */
  private makeRoom({ organizationId }: CheckedClient, rank: number): void {
    const worse = this.waiting.slice(rank + 1).findLast((line) => !line.isEmpty);
    const other = worse?.lastOfMost() ?? this.ofMoreThan(organizationId, this.waiting[rank]);
    const last = other?.last();
    if (!other || !last) throw this.busy();
    this.leave(other, last);
    last.giveUp();
  }

  /** One of an organization that has more clients in a line than this one would have with another. */
  private ofMoreThan(organizationId: string, line: FairLine | undefined): ClientChecks | undefined {
    const other = line?.lastOfMost();
    const has = (one: string) => line?.countOf(one) ?? 0;
    return other && has(other.organizationId) > has(organizationId) + 1 ? other : undefined;
  }

  private leave(client: ClientChecks, check: Check): void {
    check.stopWaiting();
    client.leave(check);
    this.lineLength -= 1;
    if (client.last() === undefined) for (const line of this.waiting) line.delete(client);
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

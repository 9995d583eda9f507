import { DomainError } from "../../model/domain-error.js";
import type { Clock } from "../clock.js";

/** How long a failure counts, and how many may. */
const REMEMBERED_MS = 60_000;
const MAX_FAILURES = 10;

/** How many secrets of one client are in the line at once: more could only be refused. */
const MAX_OF_CLIENT = MAX_FAILURES;

export interface CheckTurnsOptions {
  clock: Clock;
  /** How many checks run at once. */
  atOnce: number;
  /** How many wait at once, over all clients. */
  maxWaiting: number;
  /** How long a check waits for its turn. */
  waitMs: number;
}

/** A check that did not let anybody in. Nothing is presented where the secret was right. */
interface Failure {
  presented?: string | undefined;
  at: number;
}

interface Check {
  presented: string;
  answer: Promise<unknown>;
  begin(): Promise<unknown>;
  refuse(): void;
  patience: NodeJS.Timeout;
}

interface Client {
  failures: Failure[];
  running?: Check | undefined;
  line: Check[];
}

/**
 * Lets slow checks of secrets wait for their turn: of a client one at a time, and none while it has failed too often;
 * fairly over clients, and those that have not failed lately before those that have.
 */
export class CheckTurns {
  /** By id; those that failed last are at the end. */
  private readonly clients = new Map<string, Client>();
  /** Clients that wait; the one whose turn is next comes first. */
  private readonly waiting = new Map<string, Client>();
  private running = 0;
  private lineLength = 0;

  constructor(private readonly options: CheckTurnsOptions) {}

  /**
   * What `work` finds; undefined when that is nothing, or it must not be tried: the same `presented` has just failed, or
   * too many have. Two that present the same share one check. Throws `unavailable` when its turn does not come.
   */
  run<T>(id: string, presented: string, work: () => Promise<T | undefined>): Promise<T | undefined> {
    const client = this.clients.get(id) ?? { failures: [], line: [] };
    if (this.isRefused(client, presented)) return Promise.resolve(undefined);
    const same = [client.running, ...client.line].find((check) => check?.presented === presented);
    if (same) return same.answer as Promise<T | undefined>;
    if (client.line.length >= MAX_OF_CLIENT) return Promise.resolve(undefined);
    if (this.lineLength >= this.options.maxWaiting) throw this.busy();
    this.clients.set(id, client);
    const { promise, resolve, reject } = withResolvers<T | undefined>();
    const check: Check = {
      presented,
      answer: promise,
      begin: () => {
        const found = work();
        found.then(resolve, reject);
        return found;
      },
      refuse: () => resolve(undefined),
      patience: setTimeout(() => {
        this.leave(id, client, check);
        this.forget(id);
        reject(this.busy());
      }, this.options.waitMs),
    };
    client.line.push(check);
    this.lineLength += 1;
    if (!client.running) this.waiting.set(id, client);
    this.next();
    return promise;
  }

  /** A client was let in: what failed before says nothing against it. */
  succeed(id: string): void {
    const client = this.clients.get(id);
    if (client) client.failures = [];
    this.forget(id);
  }

  private next(): void {
    while (this.running < this.options.atOnce && this.waiting.size > 0) {
      const waiting = [...this.waiting];
      const first = waiting.find(([, client]) => this.recent(client).length === 0) ?? waiting[0];
      if (first) this.begin(...first);
    }
  }

  private begin(id: string, client: Client): void {
    const [check] = client.line;
    if (!check) return;
    this.leave(id, client, check);
    if (this.isRefused(client, check.presented)) {
      check.refuse();
      return;
    }
    this.waiting.delete(id);
    client.running = check;
    this.running += 1;
    const end = (failure: Failure[]) => {
      client.running = undefined;
      this.running -= 1;
      client.failures.push(...failure);
      this.clients.delete(id);
      this.clients.set(id, client);
      if (client.line.length > 0) this.waiting.set(id, client);
      this.sweep();
      this.next();
    };
    check.begin().then(
      (found) => end([{ presented: found === undefined ? check.presented : undefined, at: this.options.clock() }]),
      () => end([]),
    );
  }

  private leave(id: string, client: Client, check: Check): void {
    clearTimeout(check.patience);
    client.line.splice(client.line.indexOf(check), 1);
    this.lineLength -= 1;
    if (client.line.length === 0) this.waiting.delete(id);
  }

  private isRefused(client: Client, presented: string): boolean {
    const failures = this.recent(client);
    return failures.length >= MAX_FAILURES || failures.some((failure) => failure.presented === presented);
  }

  private recent(client: Client): Failure[] {
    const since = this.options.clock() - REMEMBERED_MS;
    client.failures = client.failures.filter(({ at }) => at > since);
    return client.failures;
  }

  /** Forgets those whose failures are over, as far as they come first. */
  private sweep(): void {
    for (const [id, client] of this.clients) {
      if (this.recent(client).length > 0) return;
      this.forget(id);
    }
  }

  private forget(id: string): void {
    const client = this.clients.get(id);
    if (client && !client.running && client.line.length === 0 && client.failures.length === 0) this.clients.delete(id);
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

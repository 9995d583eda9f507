import type { ClientChecks } from "./client-checks.js";

/**
 * How good the next check of a client is among those of its organization, the best one first. Nothing has failed at its place,
 * which was seen here; the same, but only somebody's word tells the place, or nothing does; another client's has failed there;
 * this client's has.
 */
export type Rank = 0 | 1 | 2 | 3;

/**
 * Between organizations two ranks are one: what one reports of its places puts it before no other. Each has its turn, and
 * those that wait in a better line come first.
 */
const LINES = [0, 1, 1, 2] as const;
const SECOND_LINE = 1;
const LAST_LINE = 2;

/** However many are seen, those who are only reported get every third turn, and keep a third of a full line. */
const SHARE = 3;

/** The clients of an organization that wait, by their ranks. */
type Waiting = readonly Set<ClientChecks>[];

/** Clients that wait for a check: each organization in its turn, and of it those with the best rank, each in its own turn. */
export class FairLine {
  private readonly organizations = new Map<string, Waiting>();

  /** How many turns in a row went to the first line while somebody waited in the second one. */
  private passedOver = 0;

  /** Whose turn is next. */
  first(): { client: ClientChecks; rank: Rank } | undefined {
    for (const line of this.passedOver < SHARE - 1 ? [0, 1, 2] : [1, 0, 2]) {
      for (const waiting of this.organizations.values()) {
        const rank = waiting.findIndex((clients, rank) => LINES[rank] === line && clients.size > 0);
        const [client] = waiting[rank] ?? [];
        if (client) return { client, rank: rank as Rank };
      }
    }
    return undefined;
  }

  rankOf(client: ClientChecks): Rank | undefined {
    const rank = this.organizations.get(client.organizationId)?.findIndex((clients) => clients.has(client)) ?? -1;
    return rank < 0 ? undefined : (rank as Rank);
  }

  put(client: ClientChecks, rank: Rank): void {
    const { organizationId } = client;
    const waiting = this.organizations.get(organizationId) ?? LINES.map(() => new Set<ClientChecks>());
    for (const clients of waiting) clients.delete(client);
    waiting[rank]?.add(client);
    this.organizations.set(organizationId, waiting);
  }

  delete(client: ClientChecks): void {
    const waiting = this.organizations.get(client.organizationId) ?? [];
    for (const clients of waiting) clients.delete(client);
    if (waiting.every(({ size }) => size === 0)) this.organizations.delete(client.organizationId);
  }

  /** It has its turn: all other organizations have theirs before the next one of its own. */
  take(client: ClientChecks): void {
    const isFirstLine = LINES[this.rankOf(client) ?? 0] === 0;
    this.passedOver = isFirstLine && this.countIn(SECOND_LINE) > 0 ? this.passedOver + 1 : 0;
    const { organizationId } = client;
    this.delete(client);
    const waiting = this.organizations.get(organizationId);
    if (!waiting) return;
    this.organizations.delete(organizationId);
    this.organizations.set(organizationId, waiting);
  }

  /** The one that gives way to another: of a worse line or rank, or of an organization that has more of the same line. */
  lastBehind(organizationId: string, rank: Rank): ClientChecks | undefined {
    for (let line = LAST_LINE; line > LINES[rank]; line--) {
      const last = this.mostIn(line).at(-1);
      if (last && (line !== SECOND_LINE || this.countIn(line) * SHARE > this.count)) return last;
    }
    const own = this.organizations.get(organizationId) ?? [];
    const worse = inLine(own, LINES[rank], rank + 1).at(-1);
    const most = this.mostIn(LINES[rank]);
    return worse ?? (most.length > inLine(own, LINES[rank]).length + 1 ? most.at(-1) : undefined);
  }

  private get count(): number {
    return this.countIn(0) + this.countIn(SECOND_LINE) + this.countIn(LAST_LINE);
  }

  private countIn(line: number): number {
    let count = 0;
    for (const waiting of this.organizations.values()) {
      waiting.forEach(({ size }, rank) => {
        if (LINES[rank] === line) count += size;
      });
    }
    return count;
  }

  /** The clients in a line of the organization that has most there; the best one first. */
  private mostIn(line: number): ClientChecks[] {
    const all = [...this.organizations.values()].map((waiting) => inLine(waiting, line));
    return all.reduce((most, clients) => (clients.length > most.length ? clients : most), []);
  }
}

function inLine(waiting: Waiting, line: number, from = 0): ClientChecks[] {
  return waiting.flatMap((clients, rank) => (rank >= from && LINES[rank] === line ? [...clients] : []));
}

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
const LINE_OF = { 0: 0, 1: 1, 2: 1, 3: 2 } as const;
type Line = (typeof LINE_OF)[Rank];
const LINES: readonly Line[] = [0, 1, 2];

/**
 * However many wait in better lines, those who are only reported get every third turn, and those who failed every ninth; and
 * as large a part of a full line is theirs.
 */
const SHARE: Record<Line, number> = { 0: 1, 1: 3, 2: 9 };

/** The clients of an organization that wait, by their ranks. */
type Waiting = readonly Set<ClientChecks>[];

/** Clients that wait for a check: each organization in its turn, and of it those with the best rank, each in its own turn. */
export class FairLine {
  private readonly organizations = new Map<string, Waiting>();

  /** Of each line, how many turns in a row went to better ones while somebody waited in it. */
  private readonly passedOver: Record<Line, number> = { 0: 0, 1: 0, 2: 0 };

  /** Whose turn is next. */
  first(): { client: ClientChecks; rank: Rank } | undefined {
    const due = LINES.filter((line) => this.passedOver[line] >= SHARE[line] - 1 && line > 0);
    for (const line of [...due, ...LINES]) {
      for (const waiting of this.organizations.values()) {
        const rank = waiting.findIndex((clients, rank) => LINE_OF[rank as Rank] === line && clients.size > 0) as Rank;
        const [client] = waiting[rank] ?? [];
        if (client) return { client, rank };
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
    const waiting = this.organizations.get(organizationId) ?? Object.keys(LINE_OF).map(() => new Set<ClientChecks>());
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
    const taken = LINE_OF[this.rankOf(client) ?? 0];
    for (const line of LINES.slice(taken)) {
      this.passedOver[line] =
        line > taken && this.allIn(line).some(({ length }) => length > 0) ? this.passedOver[line] + 1 : 0;
    }
    const { organizationId } = client;
    this.delete(client);
    const waiting = this.organizations.get(organizationId);
    if (!waiting) return;
    this.organizations.delete(organizationId);
    this.organizations.set(organizationId, waiting);
  }

  /**
   * The one that gives way to another: of a worse line that has more than its part, of a worse rank, of an organization that
   * has more of the same line, or of a better line where this one has not got its part.
   */
  lastBehind(organizationId: string, rank: Rank): ClientChecks | undefined {
    const line = LINE_OF[rank];
    const worse = LINES.slice(line + 1).findLast((other) => this.isBeyondPart(other));
    if (worse) return this.mostIn(worse).at(-1);
    const own = this.organizations.get(organizationId) ?? [];
    const last = inLine(own, line, rank + 1).at(-1);
    if (last) return last;
    const most = this.mostIn(line);
    if (checksOf(most) > checksOf(inLine(own, line)) + 1) return most.at(-1);
    if (this.isBeyondPart(line, 1)) return undefined;
    const better = LINES.slice(0, line).findLast((other) => other === 0 || this.isBeyondPart(other));
    return better === undefined ? undefined : this.mostIn(better).at(-1);
  }

  /** Whether a line has more than its part of the checks that wait, or has with one more. */
  private isBeyondPart(line: Line, more = 0): boolean {
    const count = LINES.reduce<number>((sum, other) => sum + this.checksIn(other), 0);
    return (this.checksIn(line) + more) * SHARE[line] > count;
  }

  private checksIn(line: Line): number {
    return this.allIn(line).reduce((sum, clients) => sum + checksOf(clients), 0);
  }

  /** The clients in a line of the organization that has most checks there; the best one first. */
  private mostIn(line: Line): ClientChecks[] {
    const counted = this.allIn(line).map((clients) => ({ clients, count: checksOf(clients) }));
    // Each is counted once: at a full line every request that is refused asks this.
    return counted.reduce((most, one) => (one.count > most.count ? one : most), { clients: [], count: 0 }).clients;
  }

  /** The clients in a line, by organizations. */
  private allIn(line: Line): ClientChecks[][] {
    return [...this.organizations.values()].map((waiting) => inLine(waiting, line));
  }
}

/** A client may have several. */
function checksOf(clients: readonly ClientChecks[]): number {
  return clients.reduce((sum, { waiting }) => sum + waiting, 0);
}

function inLine(waiting: Waiting, line: Line, from = 0): ClientChecks[] {
  return waiting.flatMap((clients, rank) => (rank >= from && LINE_OF[rank as Rank] === line ? [...clients] : []));
}

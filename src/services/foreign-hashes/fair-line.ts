import type { ClientChecks } from "./client-checks.js";

/** Clients that wait for a check: each organization in its turn, and of an organization each client in its own. */
export class FairLine {
  private readonly organizations = new Map<string, Set<ClientChecks>>();

  get isEmpty(): boolean {
    return this.organizations.size === 0;
  }

  /** Whose turn is next. */
  first(): ClientChecks | undefined {
    const [clients = []] = this.organizations.values();
    const [first] = clients;
    return first;
  }

  has(client: ClientChecks): boolean {
    return this.organizations.get(client.organizationId)?.has(client) ?? false;
  }

  add(client: ClientChecks): void {
    const clients = this.organizations.get(client.organizationId) ?? new Set();
    this.organizations.set(client.organizationId, clients.add(client));
  }

  delete(client: ClientChecks): void {
    const clients = this.organizations.get(client.organizationId);
    if (clients?.delete(client) && clients.size === 0) this.organizations.delete(client.organizationId);
  }

  /** An organization had its turn: all others have theirs before its next one. */
  pass(organizationId: string): void {
    const clients = this.organizations.get(organizationId);
    if (!clients) return;
    this.organizations.delete(organizationId);
    this.organizations.set(organizationId, clients);
  }

  /** How many clients of an organization wait. */
  countOf(organizationId: string): number {
    return this.organizations.get(organizationId)?.size ?? 0;
  }

  /** The last client of the organization of which most wait. */
  lastOfMost(): ClientChecks | undefined {
    const [first, ...others] = this.organizations.values();
    const most = others.reduce((one, other) => (other.size > (one?.size ?? 0) ? other : one), first);
    return most && [...most].at(-1);
  }
}

/** From where a secret is presented. */
export interface Place {
  /** An address, or the network that counts as one. */
  address: string;
  /** The organization whose word it is; null when the address was seen here. */
  reporter: string | null;
}

/** Whether two are one place for a client, which only its own organization reports anything of. */
export function isSamePlace(one: Place | null, other: Place | null): boolean {
  return one?.address === other?.address;
}

/** A name over all clients: what an organization reports of an address says nothing to others. */
export function nameOfPlace({ address, reporter }: Place): string {
  return `${reporter ?? ""} ${address}`;
}

const SCHEME = "postgres://";

/**
 * Scheme, host, port and name of a database, without what opens it: a host or port in the query is the one that counts. A
 * folder of sockets is written as in a URL.
 */
export function placeOf(url: string): string {
  const { host, port, name } = partsOf(url);
  return `${SCHEME}${host.replaceAll(/\/|%2f/gi, "%2F")}${port}${name}`;
}

/**
 * Whether a database is the one that was written down as `place`. 0.4.0 wrote no scheme, and 0.3.0 nothing of the query
 * either: a move that has begun so goes on, though such a name may be that of two servers.
 */
export function isPlace(place: string, url: string): boolean {
  if (place.startsWith(SCHEME)) return place === placeOf(url);
  const { host, port, name } = partsOf(url);
  const { host: written } = new URL(url);
  return [`${host}${port}${name}`, `${written || "localhost"}${name}`].includes(place);
}

function partsOf(url: string): { host: string; port: string; name: string } {
  const { hostname, port, pathname, searchParams } = new URL(url);
  const asked = (name: string) => searchParams.getAll(name).at(-1);
  const number = asked("port") || port;
  return { host: asked("host") || hostname || "localhost", port: number && `:${number}`, name: pathname };
}

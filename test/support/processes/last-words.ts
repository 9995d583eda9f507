const WORDS = 2000;
/** Secrets, tokens and codes, and whatever else is long enough to be a key. */
const SECRET = /\bog[a-z]_\w+|[A-Za-z0-9+/]{43}=/g;

const untold: string[] = [];

/** Keeps for `tellUnexpectedEnds` how a process ended that nobody had asked to, with the last that it said. */
export function noteUnexpectedEnd(name: string, how: number | string | null, said: string): void {
  untold.push(
    `${name} ended by itself, with ${how}. The last that it said: ${said.slice(-WORDS).replace(SECRET, "…")}`,
  );
}

/** Fails when a process has ended that nobody had asked to since this was last called. */
export function tellUnexpectedEnds(): void {
  const ends = untold.splice(0);
  if (ends.length > 0) throw new Error(ends.join("\n"));
}

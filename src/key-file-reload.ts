import { formatKeys, readKeyFile } from "./key-file.js";
import type { Clock } from "./services/clock.js";
import { KeyProblem } from "./services/keys/key-check.js";
import type { KeyList } from "./services/keys/secret-keys.js";

/** How long a file that was not taken is neither checked nor spoken of again, unless it changes. */
const QUIET_MS = 60_000;

/** Whoever has to know what happens to the key file of a running gateway. */
export interface KeyFileListener {
  refused(problem: Error): void;
  taken(kids: readonly string[]): void;
}

export interface ReloadOptions {
  clock: Clock;
  /** What a start must pass; throws a `KeyProblem`. It may be slow, so it sees no list twice that has not changed. */
  check: (keys: KeyList) => Promise<void>;
  listener: KeyFileListener | undefined;
}

/**
 * Reads the key file anew, for `SecretKeys`: undefined while it holds what a start would not take, is broken or gone.
 * Anybody can make a gateway look, with a token that nobody knows.
 */
export function keyFileReload(path: string, known: KeyList, { clock, check, listener }: ReloadOptions) {
  let taken = formatKeys(known);
  let refused: { what: string; at: number } | undefined;

  return async (): Promise<KeyList | undefined> => {
    const found = await readKeyFile(path).catch(asProblem);
    const what = found instanceof KeyProblem ? found.message : formatKeys(found);
    if (refused?.what === what && Math.abs(clock() - refused.at) < QUIET_MS) return undefined;
    const isNew = what !== taken;
    const answer = found instanceof KeyProblem || !isNew ? found : await check(found).then(() => found, asProblem);
    if (answer instanceof KeyProblem) {
      refused = { what, at: clock() };
      listener?.refused(answer);
      return undefined;
    }
    refused = undefined;
    taken = what;
    if (isNew) listener?.taken(answer.map(({ kid }) => kid));
    return answer;
  };
}

/** What else goes wrong, such as a database that is away, says nothing about the keys. */
function asProblem(error: unknown): KeyProblem {
  if (error instanceof KeyProblem) return error;
  throw error;
}

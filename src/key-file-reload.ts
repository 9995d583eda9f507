import { readKeyFile } from "./key-file.js";
import { formatKeys } from "./key-texts.js";
import type { Clock } from "./services/clock.js";
import { KeyProblem } from "./services/keys/key-check.js";
import type { KeyList, KeySource } from "./services/keys/secret-keys.js";

/** How long an unchanged file that was refused is neither checked nor reported again. */
const QUIET_MS = 60_000;

/** Told what happens to the key file of a running gateway. */
export interface KeyFileListener {
  refused(problem: Error): void;
  taken(kids: readonly string[]): void;
}

export interface ReloadOptions {
  clock: Clock;
  /** The checks of a start; throws a `KeyProblem`. It may be slow, so it runs once for each changed list. */
  check: (keys: KeyList) => Promise<void>;
  listener: KeyFileListener | undefined;
}

/**
 * Reads the key file again, for `SecretKeys`. Answers undefined while the file is gone, is broken or would be refused
 * at a start. It has to be cheap: any unknown token makes a gateway read the file.
 */
export function keyFileSource(path: string, known: KeyList, { clock, check, listener }: ReloadOptions): KeySource {
  let taken = formatKeys(known);
  let refused: { what: string; at: number } | undefined;

  const peek = async () => {
    const found = await readKeyFile(path).catch(asProblem);
    return found instanceof KeyProblem || formatKeys(found) === refused?.what ? undefined : found;
  };

  const reload = async () => {
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

  return { peek, reload };
}

/** Other errors, such as a database that does not answer, say nothing about the keys and are thrown on. */
function asProblem(error: unknown): KeyProblem {
  if (error instanceof KeyProblem) return error;
  throw error;
}

import type { Clock } from "../clock.js";
import { isRecent } from "./recent.js";

/** Of more, those that came first are forgotten and may be found again. */
const MAX_KEPT = 10_000;

/**
 * Which secret a text was found to be, for a minute, by the keyed name of the text: the first use of a secret may take a
 * while to be written, and until then everybody who presents it would have it hashed again.
 */
export class RightAnswers {
  /** The oldest first. */
  private readonly answers = new Map<string, { secretId: string; at: number }>();

  constructor(private readonly clock: Clock) {}

  /** The id of the secret; undefined where nothing is known. */
  get(name: string): string | undefined {
    const found = this.answers.get(name);
    return found && isRecent(found.at, this.clock()) ? found.secretId : undefined;
  }

  add(name: string, secretId: string): void {
    this.answers.delete(name);
    this.answers.set(name, { secretId, at: this.clock() });
    this.sweep();
  }

  /** Forgets what is over, as far as it comes first. */
  private sweep(): void {
    const now = this.clock();
    for (const [name, { at }] of this.answers) {
      if (isRecent(at, now) && this.answers.size <= MAX_KEPT) return;
      this.answers.delete(name);
    }
  }
}

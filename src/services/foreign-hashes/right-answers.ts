import type { Clock } from "../clock.js";
import { isRecent } from "./recent.js";

/** Of more, those that came first are forgotten and may be found again. */
const MAX_KEPT = 10_000;

/**
 * What checks found, for a minute: the first use of a secret may take a while to be written, and until then everybody who
 * presents it would have it hashed again.
 */
export class RightAnswers {
  /** The oldest first. */
  private readonly answers = new Map<string, { answer: Promise<unknown>; at: number }>();

  constructor(private readonly clock: Clock) {}

  get(client: string, presented: string): Promise<unknown> | undefined {
    const found = this.answers.get(keyOf(client, presented));
    return found && isRecent(found.at, this.clock()) ? found.answer : undefined;
  }

  add(client: string, presented: string, answer: Promise<unknown>): void {
    const key = keyOf(client, presented);
    this.answers.delete(key);
    this.answers.set(key, { answer, at: this.clock() });
    this.sweep();
  }

  /** Forgets what is over, as far as it comes first. */
  sweep(): void {
    const now = this.clock();
    for (const [key, { at }] of this.answers) {
      if (isRecent(at, now) && this.answers.size <= MAX_KEPT) return;
      this.answers.delete(key);
    }
  }
}

function keyOf(client: string, presented: string): string {
  return `${client} ${presented}`;
}

import type { Database } from "../../database/database.js";
import type { ApiToken } from "../../model/api-token.js";
import { destroyAnswerOf, mayBeKept } from "../answers/destroyed-answers.js";
import type { Clock } from "../clock.js";
import { atMost } from "../patience.js";

/** How long a request waits for that write, since reads go on while nothing can be written. */
const PATIENCE_MS = 1000;

const NOTE = "UPDATE api_tokens SET first_used_at = :now WHERE id = :id AND first_used_at IS NULL";

/** Writes down when API tokens are first used, which shows that the answer with the token has arrived. */
export class TokenFirstUses {
  /** What is being written, by the token's id: simultaneous requests share one write. */
  private readonly noting = new Map<string, Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Resolves when a first use is written, or after a second. A failed write refuses nobody: the next use tries again. */
  async note(token: ApiToken): Promise<void> {
    const { id } = token;
    const noted = this.noting.get(id) ?? this.write(token).finally(() => this.noting.delete(id));
    this.noting.set(id, noted);
    await atMost(PATIENCE_MS, noted);
  }

  private write(token: ApiToken): Promise<void> {
    const { id } = token;
    const now = this.clock();
    return this.database
      .write(async (transaction) => {
        await transaction.rows(NOTE, { id, now });
        if (mayBeKept(token)) await destroyAnswerOf(transaction, id);
      })
      .catch(this.onError);
  }
}

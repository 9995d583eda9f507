import type { Writing } from "../../database/engine.js";
import type { Transaction } from "../../database/transaction.js";

/** What a kept answer belongs to: a client secret or an API token. */
interface Issued {
  id: string;
  hasKeptAnswer: boolean;
  firstUsedAt: Date | null;
}

const DESTROY: Writing = {
  table: "kept_answers",
  ofValues: "UPDATE kept_answers SET sealed = NULL WHERE issued_id = $1 AND sealed IS NOT NULL",
  ofRows: {
    sqlite: `UPDATE kept_answers SET sealed = NULL
      WHERE issued_id IN (SELECT value ->> 0 FROM jsonb_each($1)) AND sealed IS NOT NULL`,
    postgres: "UPDATE kept_answers SET sealed = NULL WHERE issued_id = ANY($1::text[]) AND sealed IS NOT NULL",
  },
};

/** SQL for whether the plaintext of a secret or token may still be kept. */
export const MAY_BE_KEPT = "(has_kept_answer AND first_used_at IS NULL) AS may_be_kept";

/** Whether the plaintext of a secret or token may still be kept. */
export function mayBeKept({ hasKeptAnswer, firstUsedAt }: Issued): boolean {
  return hasKeptAnswer && firstUsedAt === null;
}

/** Destroys the plaintext of a secret or token in the answer that is kept of it. */
export async function destroyAnswerOf(transaction: Transaction, issuedId: string): Promise<void> {
  await transaction.apply(DESTROY, [issuedId]);
}

/** As `destroyAnswerOf`, of several at once. */
export async function destroyAnswersOf(transaction: Transaction, issuedIds: readonly string[]): Promise<void> {
  const tail = `WHERE ${transaction.anyOf("issued_id", "issuedIds")} AND sealed IS NOT NULL`;
  await transaction.rows(`UPDATE kept_answers SET sealed = NULL ${tail}`, { issuedIds });
}

import type { DataSource } from "typeorm";

/** How long what runs in PostgreSQL may last, in milliseconds, by its own names. */
export interface TimeLimits {
  statement_timeout: number;
  lock_timeout: number;
  idle_in_transaction_session_timeout: number;
}

/** What sets the limits of one transaction, for `limitsOf`. */
export const SET_LIMITS =
  "SELECT set_config('statement_timeout', $1, true), set_config('lock_timeout', $2, true), set_config('idle_in_transaction_session_timeout', $3, true)";

/** The values of `SET_LIMITS`; undefined where connections have their limits from their start. */
export function limitsOf({ options }: DataSource): string[] | undefined {
  const { limitsToSend } = (options as { extra?: { limitsToSend?: TimeLimits } }).extra ?? {};
  if (!limitsToSend) return undefined;
  const { statement_timeout, lock_timeout, idle_in_transaction_session_timeout } = limitsToSend;
  return [statement_timeout, lock_timeout, idle_in_transaction_session_timeout].map(String);
}

import type { ClientSecret } from "../../model/client-secret.js";

/** SQL for secrets that their first use is to confirm. */
export const UNCONFIRMED = "(confirm_by IS NOT NULL AND confirmed_at IS NULL)";

/** Whether a secret's first use is to confirm it: the same rule in TypeScript. */
export function isUnconfirmed({ confirmBy, confirmedAt }: Pick<ClientSecret, "confirmBy" | "confirmedAt">): boolean {
  return confirmBy !== null && confirmedAt === null;
}

import type { ClientSecret } from "../../model/client-secret.js";
import { isUsable } from "./usable.js";

/** How long a contest is told once the secret that asked has stopped. */
const NEWS_MS = 86_400_000;

/**
 * When an application's rotation was last contested, while that matters: as long as the secret that asked works, and then
 * for a day while another one does that worked at that time. Null otherwise.
 */
export function contestedAt(secrets: readonly ClientSecret[], now: number): Date | null {
  let latest: { asked: ClientSecret; at: Date } | undefined;
  for (const asked of secrets) {
    const { contestedAt: at } = asked;
    if (at !== null && (!latest || at > latest.at)) latest = { asked, at };
  }
  if (!latest) return null;
  const { asked, at } = latest;
  const isNews = at.getTime() > now - NEWS_MS;
  const matters = secrets.some((one) => isUsable(one, now) && (one === asked || (isNews && one.createdAt < at)));
  return matters ? at : null;
}

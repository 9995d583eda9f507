import type { Transaction } from "../../database/transaction.js";
import { ClientSecret } from "../../model/client-secret.js";
import { isUsable } from "./usable.js";

const LAST_CONTESTED =
  "WHERE oauth_application_id = :oauthApplicationId AND contested_at > :since ORDER BY contested_at DESC LIMIT 1";

/** How long a contest is told once the secret that asked has stopped. */
const NEWS_MS = 86_400_000;

/** What a contest is told by; `contestedAt` is before `createdAt` where the secret has inherited it. */
type Contested = Pick<ClientSecret, "id" | "createdAt" | "contestedAt" | "revokedAt" | "expiresAt">;

/** When somebody with this secret asked for another one; null while nobody did. */
export function askedAt({ createdAt, contestedAt: at }: Pick<ClientSecret, "createdAt" | "contestedAt">): Date | null {
  return at !== null && at > createdAt ? at : null;
}

/**
 * When an application's rotation was last contested, while that matters: as long as the secret that asked works, and then
 * for a day while another one does that worked at that time or has inherited the contest. Null otherwise.
 */
export function contestedAt(secrets: readonly Contested[], now: number): Date | null {
  const moments = secrets.map((secret) => secret.contestedAt?.getTime() ?? 0);
  const at = Math.max(0, ...moments);
  if (at === 0) return null;
  const isNews = at > now - NEWS_MS;
  const matters = secrets.some((one) => {
    if (!isUsable(one, now)) return false;
    const isOfThen = one.createdAt.getTime() < at;
    const isMarked = one.contestedAt?.getTime() === at;
    return (isOfThen && isMarked) || (isNews && (isOfThen || isMarked));
  });
  return matters ? new Date(at) : null;
}

/**
 * Marks the secret that an application has fetched itself with a contest that matters: it may be the thief's, who would
 * otherwise end the news by going on.
 */
export async function inheritContest(
  transaction: Transaction,
  issued: ClientSecret,
  previous: ClientSecret,
  now: number,
): Promise<void> {
  const since = now - NEWS_MS;
  const { oauthApplicationId } = issued;
  const [last] = await transaction.list(ClientSecret, LAST_CONTESTED, { oauthApplicationId, since });
  const at = contestedAt(last && last.id !== previous.id ? [last, previous] : [previous], now);
  if (at && at.getTime() > since) await transaction.update(ClientSecret, issued.id, { contestedAt: at });
}

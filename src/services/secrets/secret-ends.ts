import type { ClientSecret } from "../../model/client-secret.js";
import { isUsable } from "./usable.js";

/** Sets an end. One that is reached already also revokes the secret, whatever another gateway's clock says. */
export function setEnd(secret: ClientSecret, end: Date | null, now: number): void {
  secret.expiresAt = end;
  if (!isUsable(secret, now)) secret.revokedAt = end;
}

/** As `setEnd`, but never later than the end that the secret brought along. */
export function endBy(secret: ClientSecret, end: Date | null, now: number): void {
  setEnd(secret, isEarlier(secret.expiresAt, end) ? secret.expiresAt : end, now);
}

/** The moment so many seconds from now; null for no end. */
export function endOf(seconds: number | null | undefined, now: number): Date | null {
  return seconds == null ? null : new Date(now + seconds * 1000);
}

/** Whether `end` is earlier than `other`; null, no end, is later than any. */
export function isEarlier(end: Date | null, other: Date | null): boolean {
  return end !== null && (other === null || end < other);
}

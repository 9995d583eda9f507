import { type Handover, worksNow } from "../page/handover.js";

/**
 * From when on the end of a rotation locks nobody out, if nobody uses the secret that stops again; null while that takes
 * a use of the one that stays, too. Of completing the gateway says it; cancelling goes by the same rule
 * (services/secrets/rotation-readiness.ts).
 */
export function safeAtOf(end: "complete" | "cancel", application: Handover): string | null {
  if (end === "complete") return application.rotation?.safeAt ?? null;
  const { current, previous } = worksNow(application);
  if (!current || !previous) return null;
  if (!current.lastUsedAt && !current.imported) return previous.createdAt;
  const movedAt = previous.firstUsedAt;
  if (!movedAt) return null;
  // Of one that came along, a first use of the other one says that they have begun to move over.
  const begunAt = current.imported ? later(movedAt, current.createdAt) : "";
  const since = later(current.lastUsedAt ?? "", begunAt);
  const quietAt = new Date(Date.parse(since) + application.secretQuietSeconds * 1000);
  return later(quietAt.toISOString(), movedAt);
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}

import { type Handover, worksNow } from "../page/handover.js";

/**
 * From when on the end of a rotation locks nobody out, if nobody uses the secret that stops again; null while that takes
 * a use of the one that stays, too. Of completing the gateway says it; cancelling goes by the same rule.
 */
export function safeAtOf(end: "complete" | "cancel", application: Handover): string | null {
  const { current, previous } = worksNow(application);
  if (end === "complete") return application.rotation?.safeAt ?? null;
  if (!current?.lastUsedAt || !previous?.firstUsedAt) return null;
  return new Date(Date.parse(current.lastUsedAt) + application.secretQuietSeconds * 1000).toISOString();
}

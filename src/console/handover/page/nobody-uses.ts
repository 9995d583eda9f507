import type { Secret } from "./handover.js";

/** How long a source is kept after its last use. */
const KEPT_MS = 90 * 86_400_000;

/**
 * What is said of a secret from which no source is kept: of one that came along, only uses here are known, up to
 * version 0.6.0 those of another gateway came without their sources, and of one that was used they are forgotten in time.
 */
export function nobodyUses(name: "it" | "the old secret", { lastUsedAt, imported }: Secret, now: number): string {
  if (lastUsedAt && now - Date.parse(lastUsedAt) < KEPT_MS) return `Who uses ${name} is not known.`;
  if (lastUsedAt) return `Nobody has used ${name} in the last 90 days.`;
  return imported ? `Nobody has used ${name} here since it came along.` : `Nobody has used ${name} yet.`;
}

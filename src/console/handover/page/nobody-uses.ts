import type { Secret } from "./handover.js";

/**
 * What is said of a secret from which no source is kept: of one that came along, only uses here are known, and of one that
 * was used its sources are forgotten after 90 days.
 */
export function nobodyUses(name: "it" | "the old secret", { lastUsedAt, imported }: Secret): string {
  if (lastUsedAt) return `Nobody has used ${name} in the last 90 days.`;
  return imported ? `Nobody has used ${name} here since it came along.` : `Nobody has used ${name} yet.`;
}

import { expect, it } from "vitest";
import type { Secret } from "../../../src/console/handover/page/handover.js";
import { nobodyUses } from "../../../src/console/handover/page/nobody-uses.js";

const secret = (imported: boolean, lastUsedAt: string | null) => ({ imported, lastUsedAt }) as unknown as Secret;

const UNKNOWN = "Who uses the old secret is not known.";

it.each([
  ["came along and was not used here", secret(true, null), "Nobody has used the old secret here since it came along."],
  ["was issued here and never used", secret(false, null), "Nobody has used the old secret yet."],
  [
    "was used so long ago that nobody knows from where",
    secret(true, "2026-01-01T00:00:00Z"),
    "Nobody has used the old secret in the last 90 days.",
  ],
  // As a version before this one brought it from another gateway.
  ["was used yesterday, of which no source came along", secret(true, "2026-06-30T00:00:00Z"), UNKNOWN],
  ["was used 89 days ago, of which no source came along", secret(true, "2026-04-03T00:00:00Z"), UNKNOWN],
])("no more is said than is known of a secret that %s", (_what, old, says) => {
  expect(nobodyUses("the old secret", old, Date.parse("2026-07-01T00:00:00Z"))).toBe(says);
});

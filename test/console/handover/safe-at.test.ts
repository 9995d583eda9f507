import { expect, it } from "vitest";
import type { Handover } from "../../../src/console/handover/page/handover.js";
import { safeAtOf } from "../../../src/console/handover/steps/safe-at.js";

const USED = "2026-11-29T10:00:00.000Z";

function open(more: { current?: object; previous?: object; safeAt?: string | null }) {
  const secrets = [
    { status: "CURRENT", firstUsedAt: USED, lastUsedAt: USED, ...more.current },
    { status: "PREVIOUS", firstUsedAt: USED, lastUsedAt: USED, ...more.previous },
  ];
  return { secrets, secretQuietSeconds: 3600, rotation: { safeAt: more.safeAt ?? null } } as unknown as Handover;
}

it("completing is safe from when the gateway says, or only after a use of the new secret", () => {
  expect(safeAtOf("complete", open({ safeAt: USED }))).toBe(USED);
  expect(safeAtOf("complete", open({}))).toBeNull();
});

it("cancelling is safe once the new secret is quiet, or only after a use of the old one", () => {
  expect(safeAtOf("cancel", open({}))).toBe("2026-11-29T11:00:00.000Z");
  expect(safeAtOf("cancel", open({ previous: { firstUsedAt: null } }))).toBeNull();
  expect(safeAtOf("cancel", open({ current: { lastUsedAt: null } }))).toBeNull();
});

import fc from "fast-check";
import { expect, it } from "vitest";
import type { Handover } from "../../../src/console/handover/page/handover.js";
import { safeAtOf } from "../../../src/console/handover/steps/safe-at.js";
import { ClientSecret } from "../../../src/model/client-secret.js";
import { ID_PREFIX, newId } from "../../../src/model/identifier.js";
import { describeRotation } from "../../../src/services/secrets/rotation-readiness.js";

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
});

const moment = fc.constantFrom(
  "2026-11-29T08:00:00.000Z",
  USED,
  "2026-11-29T10:59:59.999Z",
  "2026-11-29T12:00:00.000Z",
);
const secret = fc
  .record({ issuedAt: moment, used: fc.option(fc.tuple(moment, moment)), imported: fc.boolean() })
  .map(({ issuedAt, used, imported }) => {
    const [firstUsedAt = null, lastUsedAt = null] = used?.toSorted() ?? [];
    return { createdAt: issuedAt, firstUsedAt, lastUsedAt, imported };
  });

it("cancelling is safe from when the gateway says", () => {
  const asked = fc.property(secret, secret, (current, previous) => {
    const rowOf = ({ createdAt, firstUsedAt, lastUsedAt, imported }: typeof current) => {
      const [first, last] = [firstUsedAt, lastUsedAt].map((at) => (at === null ? null : new Date(at)));
      const id = newId(ID_PREFIX.clientSecret, Date.parse(createdAt));
      const unconfirmed = { confirmBy: null, confirmedAt: null };
      return Object.assign(new ClientSecret(), { id, firstUsedAt: first, lastUsedAt: last, imported, ...unconfirmed });
    };
    const rotation = { current: rowOf(previous), previous: rowOf(current) };
    const { safeAt } = describeRotation(rotation, 3600, Date.parse(USED));
    expect(safeAtOf("cancel", open({ current, previous }))).toBe(safeAt?.toISOString() ?? null);
  });
  fc.assert(asked);
});

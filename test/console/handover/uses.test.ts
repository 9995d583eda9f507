import { describe, expect, it } from "vitest";
import type { Secret } from "../../../src/console/handover/page/handover.js";
import { allGoneOver, hasGoneOver, type Use, usesBeyond } from "../../../src/console/handover/page/uses.js";

const AT = Date.UTC(2026, 10, 29);
const moment = (minutes: number) => new Date(AT + minutes * 60_000).toISOString();

const use = (more: Partial<Use>): Use => ({
  __typename: "SecretUse",
  evidence: "SEEN",
  address: "203.0.113.7",
  addressMasked: false,
  clientSoftware: "billing/1.0",
  count: 1,
  firstAt: moment(0),
  lastAt: moment(0),
  ...more,
});

const secretOf = (...usedFrom: Use[]) => ({ usedFrom, useCount: 0 }) as unknown as Parameters<typeof hasGoneOver>[1];

describe("who still uses an old secret", () => {
  it("has gone over once the same source has used the new one later", () => {
    const later = use({ lastAt: moment(1) });
    expect(hasGoneOver(use({}), secretOf(later))).toBe(true);
    expect(hasGoneOver(later, secretOf(use({})))).toBe(false);
    expect(hasGoneOver(use({}), secretOf(use({ lastAt: moment(1), address: "203.0.113.8" })))).toBe(false);
    expect(hasGoneOver(use({}), secretOf(use({ lastAt: moment(1), clientSoftware: "other/1.0" })))).toBe(false);
  });

  it("is not said to have gone over because a neighbour has, of whom no more can be seen", () => {
    for (const seen of [
      { address: "203.0.113.0/24", addressMasked: true },
      { address: null },
      { evidence: "ASKER" as const },
    ]) {
      expect([seen, hasGoneOver(use(seen), secretOf(use({ ...seen, lastAt: moment(1) })))]).toEqual([seen, false]);
    }
  });

  it("is nobody in sight once all who used it lately have gone over, and none of them may be out of sight", () => {
    const [job, cron] = [use({ lastAt: moment(5) }), use({ lastAt: moment(6), clientSoftware: "cron/1" })];
    const later = (one: Use) => ({ ...one, lastAt: moment(9) });
    const gone = (old: Use[], fresh: Use[], more: object = {}) =>
      allGoneOver({ ...secretOf(...old), ...more } as Secret, secretOf(...fresh) as Secret, Date.parse(moment(4)));
    expect(gone([cron, job], [later(job), later(cron)])).toEqual([cron, job]);
    expect(gone([cron, job], [later(job)])).toEqual([]);
    expect(gone([job], [])).toEqual([]);
    // Long ago is no longer in use.
    expect(gone([job, use({ clientSoftware: "once/1" })], [later(job)])).toEqual([job]);
    const ten = Array.from({ length: 10 }, (_, n) => use({ lastAt: moment(5), address: `203.0.113.${n}` }));
    expect(gone(ten, ten.map(later), { useCount: 10 })).toEqual(ten);
    expect(gone(ten, ten.map(later), { useCount: 11 })).toEqual([]);
  });

  it("may be more than the ten that are kept, and how often others came is told", () => {
    const ten = Array.from({ length: 10 }, (_, n) => use({ address: `203.0.113.${n}`, count: 2 }));
    const secret = (useCount: number, usedFrom: Use[]) =>
      ({ useCount, usedFrom }) as unknown as Parameters<typeof usesBeyond>[0];
    expect(usesBeyond(secret(25, ten))).toBe(5);
    expect(usesBeyond(secret(20, ten))).toBe(0);
    expect(usesBeyond(secret(19, ten))).toBe(0);
    expect(usesBeyond(secret(25, ten.slice(1)))).toBe(0);
    expect(usesBeyond(undefined)).toBe(0);
  });
});

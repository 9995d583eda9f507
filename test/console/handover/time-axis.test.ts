import { describe, expect, it } from "vitest";
import type { Rotation, Secret } from "../../../src/console/handover/page/handover.js";
import { endOf, positionOn, timeAxis } from "../../../src/console/handover/page/time-axis.js";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const HOUR = 3_600_000;
const at = (hours: number) => new Date(NOW + hours * HOUR).toISOString();
const secret = (more: Partial<Secret>) => ({ createdAt: at(-1), ...more }) as Secret;
const rotation = (more: Partial<Rotation>) => ({ startedAt: at(-1), ...more }) as Rotation;

describe("the time axis of a handover", () => {
  it("has the whole life of a secret that is alone, and room after now", () => {
    const axis = timeAxis([secret({ createdAt: at(-1000) })], null, NOW);
    expect(positionOn(axis, NOW - 1000 * HOUR)).toBe(0);
    expect(positionOn(axis, NOW)).toBeGreaterThan(75);
    expect(positionOn(axis, NOW)).toBeLessThan(90);
  });

  it("gives an open rotation most of the room, however old its secrets are", () => {
    const secrets = [secret({ createdAt: at(-20_000) }), secret({})];
    const axis = timeAxis(secrets, rotation({ endsAt: at(47) }), NOW);
    expect(positionOn(axis, NOW + 47 * HOUR) - positionOn(axis, NOW - HOUR)).toBeGreaterThan(50);
    expect(positionOn(axis, NOW - 20_000 * HOUR)).toBe(0);
  });

  it("shows the end and the moment when it is safe, whichever comes last", () => {
    for (const more of [
      { endsAt: at(2), safeAt: at(3) },
      { endsAt: at(3), safeAt: at(2) },
    ]) {
      const axis = timeAxis([secret({})], rotation(more), NOW);
      expect(axis.beyond).toBeUndefined();
      expect(positionOn(axis, NOW + 3 * HOUR)).toBeLessThan(100);
    }
  });

  describe("with an end that comes days after all that has happened", () => {
    const old = secret({ createdAt: at(-20_000), lastUsedAt: at(-0.2) });
    const axis = timeAxis([old, secret({})], rotation({ endsAt: at(47), safeAt: at(0.8) }), NOW);

    it("keeps what has happened apart, and draws that end at its edge", () => {
      expect(axis.beyond).toBe(NOW + 47 * HOUR);
      expect(positionOn(axis, NOW + 47 * HOUR)).toBe(100);
      const [rotated, used, now, safe] = [-1, -0.2, 0, 0.8].map((hours) => positionOn(axis, NOW + hours * HOUR));
      expect(Number(used) - Number(rotated)).toBeGreaterThan(10);
      expect(now).toBeGreaterThan(40);
      expect(safe).toBeGreaterThan(Number(now) + 10);
      expect(safe).toBeLessThan(90);
    });

    it("has no break any more when as much time has gone by", () => {
      const later = timeAxis([old, secret({})], rotation({ startedAt: at(-20), endsAt: at(28) }), NOW);
      expect(later.beyond).toBeUndefined();
      expect(positionOn(later, NOW)).toBeGreaterThan(40);
      // There is room beside the first date for that of the rotation.
      expect(positionOn(later, NOW - 20 * HOUR)).toBeGreaterThan(25);
    });

    it("does so for the time that is left for the first use of the new one", () => {
      const confirming = rotation({ reason: "CONFIRMING", confirmBy: at(7 * 24) });
      expect(timeAxis([old, secret({})], confirming, NOW).beyond).toBe(NOW + 7 * 24 * HOUR);
    });

    it("has the last use of the old one on it, though that was hours before the rotation", () => {
      const quiet = secret({ createdAt: at(-20_000), lastUsedAt: at(-9) });
      const wide = timeAxis([quiet, secret({})], rotation({ endsAt: at(47) }), NOW);
      expect(positionOn(wide, NOW - 9 * HOUR)).toBeGreaterThan(0);
    });
  });

  it("is not empty for a secret that was issued this very moment", () => {
    const axis = timeAxis([secret({ createdAt: at(0) })], null, NOW);
    expect(axis.to).toBeGreaterThan(axis.from);
  });

  it("is not led astray by a gateway whose clock is ahead", () => {
    const axis = timeAxis([secret({ createdAt: at(1) })], null, NOW);
    expect(positionOn(axis, NOW)).toBeGreaterThanOrEqual(0);
    expect(axis.to).toBeGreaterThan(axis.from);
  });
});

it("a secret ends when it was stopped, or by itself, whichever was first", () => {
  expect(endOf(secret({ expiresAt: at(5), revokedAt: at(-3) }))).toBe(NOW - 3 * HOUR);
  expect(endOf(secret({ expiresAt: at(-5), revokedAt: at(-3) }))).toBe(NOW - 5 * HOUR);
  expect(endOf(secret({ expiresAt: null, revokedAt: null }))).toBeUndefined();
});

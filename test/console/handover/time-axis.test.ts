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
      { endsAt: at(5), safeAt: at(9) },
      { endsAt: at(9), safeAt: at(5) },
    ]) {
      expect(positionOn(timeAxis([secret({})], rotation(more), NOW), NOW + 9 * HOUR)).toBeLessThan(100);
    }
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

import { describe, expect, it } from "vitest";
import type { Handover, Secret } from "../../../src/console/handover/page/handover.js";
import { handoverStateOf } from "../../../src/console/handover/page/handover-state.js";
import { latestTries } from "../../../src/console/handover/page/tries.js";

const NOW = Date.UTC(2026, 10, 29, 12);
const HOUR = 3_600_000;
const at = (hours: number) => new Date(NOW + hours * HOUR).toISOString();

function secret(id: string, status: string, issued: number, more: Partial<Secret> = {}): Secret {
  const nobody = { expiresAt: null, revokedAt: null, usedFrom: [], refusedFrom: [] };
  return { id, hint: id, status, createdAt: at(issued), ...nobody, ...more } as Secret;
}

const tried = (hours: number) => ({ refusedFrom: [{ lastAt: at(hours), count: 1 }] }) as unknown as Partial<Secret>;

function application(...secrets: Secret[]) {
  return { enabled: true, public: false, secrets, rotation: null, secretContestedAt: null } as unknown as Handover;
}

/** The state, and which stopped secret is told first beside it because somebody tries it. */
function told(handover: Handover) {
  return [handoverStateOf(handover, NOW).is, latestTries(handover, NOW).shown[0]?.secret.id];
}

const current = (issued: number) => secret("current", "CURRENT", issued);
const undone = (ended: number, more: Partial<Secret> = {}) =>
  secret("undone", "EXPIRED", ended - 1, { expiresAt: at(ended), revokedAt: at(ended), ...more });

describe("the headline of an application", () => {
  it("is that the rotation was undone, for a day, and a try stands beside it", () => {
    expect(told(application(undone(-2), current(-90)))).toEqual(["undone", undefined]);
    expect(told(application(undone(-2, tried(-0.1)), current(-90)))).toEqual(["undone", "undone"]);
    expect(told(application(undone(-25), current(-90)))).toEqual(["one", undefined]);
  });

  it("is that every older secret was stopped, for a day after a leak", () => {
    const leaked = (ended: number) => secret("leaked", "REVOKED", -90, { revokedAt: at(ended), ...tried(-0.1) });
    expect(told(application(current(-2), leaked(-2)))).toEqual(["stopped", "leaked"]);
    expect(told(application(current(-25), leaked(-25)))).toEqual(["one", "leaked"]);
    // Completed an hour after the new one was issued: nothing was stopped at once.
    expect(told(application(current(-2), leaked(-1)))).toEqual(["one", "leaked"]);
  });

  it("is that two parties have the secret, before whatever else there is to say", () => {
    const rotation = { reason: "PREVIOUS_QUIET", safeToComplete: true };
    const contested = (...secrets: Secret[]) => ({ ...application(...secrets), secretContestedAt: at(-1) });
    const two = contested(current(-2), secret("old", "PREVIOUS", -90));
    expect(told({ ...two, rotation } as Handover)).toEqual(["contested", undefined]);
    expect(told(contested(undone(-2), current(-90)))).toEqual(["contested", undefined]);
    expect(told({ ...contested(current(-2)), enabled: false })).toEqual(["disabled", undefined]);
  });

  it("names the secret that another one was asked for with, whatever has become of it", () => {
    const contested = (...secrets: Secret[]) =>
      handoverStateOf({ ...application(...secrets), secretContestedAt: at(-1) }, NOW);
    const asked = { contestedAt: at(-1) };
    const old = (more: Partial<Secret>) => secret("old", "PREVIOUS", -90, more);
    expect(contested(current(-2), old(asked))).toMatchObject({ asked: { id: "old" } });
    const stopped = secret("stopped", "REVOKED", -99, { revokedAt: at(-0.5), ...asked });
    // Another rotation is open by now, and the one before it was contested earlier, too.
    expect(contested(current(-0.2), old({ contestedAt: at(-5) }), stopped)).toMatchObject({ asked: { id: "stopped" } });
    // The rotation was undone, and the secret that asked is the only one again.
    const again = secret("old", "CURRENT", -90, asked);
    expect(contested(undone(-0.5), again)).toMatchObject({ asked: { id: "old" } });
    expect(contested(current(-2), old({}))).toMatchObject({ asked: undefined });
  });

  it("has the latest try of all beside it, and none that is older than a day", () => {
    const stopped = (id: string, hours: number) => secret(id, "REVOKED", -90, { revokedAt: at(-50), ...tried(hours) });
    expect(told(application(current(-40), stopped("a", -3), stopped("b", -1), stopped("c", -2)))).toEqual(["one", "b"]);
    expect(told(application(current(-40), stopped("a", -25)))).toEqual(["one", undefined]);
  });

  it("has everybody beside it who tries one that has stopped: three of them, and how many more there are", () => {
    const stopped = (id: string, ...hours: number[]) => {
      const refusedFrom = hours.map((hour) => ({ lastAt: at(hour), count: 1 }));
      return secret(id, "REVOKED", -90, { revokedAt: at(-50), refusedFrom } as unknown as Partial<Secret>);
    };
    const tries = latestTries(application(current(-40), stopped("a", -3, -4, -25), stopped("b", -1, -2)), NOW);
    expect(tries.shown.map(({ secret: { id }, use }) => [id, use.lastAt])).toEqual([
      ["b", at(-1)],
      ["b", at(-2)],
      ["a", at(-3)],
    ]);
    expect(tries.more).toBe(1);
    expect(latestTries(application(current(-40), stopped("a", -3)), NOW)).toMatchObject({ more: 0 });
  });
});

import { describe, expect, it } from "vitest";
import type { Secret } from "../../../src/console/handover/page/handover.js";
import { retiredSecrets } from "../../../src/console/handover/page/retired-secrets.js";

const NOW = Date.UTC(2026, 10, 29);
const DAY = 24 * 3_600_000;
const moment = (at: number) => new Date(at).toISOString();

/** A secret that stopped so many days ago, and was tried since as many days ago as is given. */
function stopped(id: string, days: number, triedDays?: number): Secret {
  return {
    id,
    status: "REVOKED",
    createdAt: moment(NOW - (days + 1) * DAY),
    revokedAt: moment(NOW - days * DAY),
    expiresAt: null,
    refusedFrom: triedDays === undefined ? [] : [{ lastAt: moment(NOW - triedDays * DAY), count: 1 }],
  } as unknown as Secret;
}

function inSight(...secrets: Secret[]) {
  const { shown, more } = retiredSecrets({ secrets: secrets as Secret[] & { " $fragmentRefs"?: never } }, NOW);
  return [shown.map(({ id }) => id), more];
}

describe("the secrets that have stopped", () => {
  it("are in sight for seven days, and as long as somebody is refused with one", () => {
    expect(inSight(stopped("new", 6), stopped("old", 8), stopped("tried", 80, 20))).toEqual([["tried", "new"], 0]);
  });

  it("are all in sight: the one that was just stopped, too, when an earlier one was refused meanwhile", () => {
    expect(inSight(stopped("leaked", 0), stopped("earlier", 2, 1))).toEqual([["earlier", "leaked"], 0]);
  });

  it("are no more than three, those with the latest news", () => {
    const many = [1, 2, 3, 4].map((days) => stopped(`${days} days`, days));
    expect(inSight(...many, stopped("tried", 80, 0))).toEqual([["tried", "2 days", "1 days"], 2]);
  });

  it("are all in sight when that is wanted", () => {
    const many = [1, 2, 3, 4, 5].map((days) => stopped(`${days} days`, days));
    const { shown, more } = retiredSecrets({ secrets: many as never }, NOW, Number.POSITIVE_INFINITY);
    expect([shown.length, more]).toEqual([5, 0]);
  });

  it("leave nobody out who still tries one, however many have stopped since", () => {
    const many = [0, 0, 1].map((days, index) => stopped(`${index}`, days));
    expect(inSight(...many, stopped("tried", 80, 3))[0]).toContain("tried");
    // Weeks ago is no longer still.
    expect(inSight(...many, stopped("tried", 80, 20))[0]).not.toContain("tried");
  });
});

import { describe, expect, it } from "vitest";
import type { Handover, Secret } from "../../../src/console/handover/page/handover.js";
import { rowsOfUses } from "../../../src/console/handover/page/rows-of-uses.js";

const NOW = Date.UTC(2026, 10, 29, 12);
const at = (hours: number) => new Date(NOW + hours * 3_600_000).toISOString();

/** A use by some software so many hours from now. */
function by(clientSoftware: string, hours: number, more: object = {}) {
  const lastAt = at(hours);
  return { evidence: "SEEN", address: "203.0.113.7", addressMasked: false, clientSoftware, count: 1, lastAt, ...more };
}

function secret(hint: string, status: string, usedFrom: object[], more: object = {}): Secret {
  const ended = status === "REVOKED" ? at(-1) : null;
  const kept = { createdAt: at(-9), expiresAt: null, revokedAt: ended, refusedFrom: [], useCount: usedFrom.length };
  return { id: hint, hint, status, usedFrom, ...kept, ...more } as unknown as Secret;
}

function standings(...secrets: Secret[]) {
  return rowsOfUses({ secrets } as unknown as Handover, NOW).map(({ use, secret: { hint }, ...row }) => {
    const says = row.goneOverTo ? `has gone over to ${row.goneOverTo.hint}` : row.hasNothing ? "has nothing" : "";
    return [use.clientSoftware, hint, row.part, says];
  });
}

describe("who uses the secret", () => {
  it("tells who has nothing that works from who has gone over, once their secret has stopped", () => {
    const stopped = secret("a", "REVOKED", [by("job", -2), by("cron", -3)]);
    expect(standings(secret("b", "CURRENT", [by("cron", -0.5)]), stopped)).toEqual([
      ["cron", "b", "new", ""],
      ["job", "a", "stopped", "has nothing"],
      ["cron", "a", "stopped", "has gone over to b"],
    ]);
  });

  it("does not forget at the next rotation who has gone over before it", () => {
    const [first, second] = [secret("a", "REVOKED", [by("job", -5)]), secret("b", "PREVIOUS", [by("job", -4)])];
    expect(standings(secret("c", "CURRENT", []), second, first)).toEqual([
      ["job", "b", "old", ""],
      ["job", "a", "stopped", "has gone over to b"],
    ]);
    expect(standings(secret("c", "CURRENT", [by("job", -3)]), second, first)).toEqual([
      ["job", "b", "old", "has gone over to c"],
      ["job", "a", "stopped", "has gone over to c"],
    ]);
  });

  it("has gone over to nothing with a secret that has stopped as well", () => {
    const stopped = [secret("a", "REVOKED", [by("job", -5)]), secret("b", "REVOKED", [by("job", -4)])];
    expect(standings(secret("c", "CURRENT", []), ...stopped).map(([, , , says]) => says)).toEqual([
      "has nothing",
      "has nothing",
    ]);
  });

  it("is not said to have nothing where more cannot be seen", () => {
    const network = { address: "203.0.113.0/24", addressMasked: true };
    const stopped = secret("a", "REVOKED", [by("job", -5, network)]);
    const seen = (usedFrom: object[], more: object = {}) =>
      standings(secret("b", "CURRENT", usedFrom, more), stopped).find(([, hint]) => hint === "a")?.[3];
    expect(seen([by("job", -4, network)])).toBe("");
    expect(seen([by("cron", -4, network)])).toBe("has nothing");
    // Sources that others have displaced.
    const ten = Array.from({ length: 10 }, (_, n) => by(`cron/${n}`, -4, network));
    expect(seen(ten, { useCount: 11 })).toBe("");
  });
});

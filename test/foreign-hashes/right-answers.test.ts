import { beforeEach, describe, expect, it } from "vitest";
import { RightAnswers } from "../../src/services/foreign-hashes/right-answers.js";

const MINUTE_MS = 60_000;

describe("what a check found right", () => {
  let now: number;
  let right: RightAnswers;

  beforeEach(() => {
    now = 1_000_000;
    right = new RightAnswers(() => now);
  });

  it("is known for a minute, and by its own name only", () => {
    right.add("name", "secret");
    now += MINUTE_MS - 1;
    expect([right.get("name"), right.get("other")]).toEqual(["secret", undefined]);
    now += 1;
    expect(right.get("name")).toBeUndefined();
  });

  it("is not known before the clock was set back", () => {
    right.add("name", "secret");
    now -= 2 * MINUTE_MS;
    expect(right.get("name")).toBeUndefined();
  });

  it("is known as it was found last", () => {
    right.add("name", "first");
    now += MINUTE_MS / 2;
    right.add("name", "second");
    now += MINUTE_MS / 2;
    expect(right.get("name")).toBe("second");
  });

  it("is kept within a bound, and of more the latest", () => {
    for (let n = 0; n <= 10_000; n++) right.add(`name ${n}`, `secret ${n}`);
    expect(["name 10000", "name 1", "name 0"].map((name) => right.get(name))).toEqual([
      "secret 10000",
      "secret 1",
      undefined,
    ]);
  });
});

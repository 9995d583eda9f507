import { describe, expect, it } from "vitest";
import { judge, medianOf } from "./no-slower.mjs";

/** Fifteen rounds of a machine that is busy now and then; the same for all, as they take turns. */
const BUSY = [1, 1, 3, 1, 2, 2, 1, 1, 1, 5, 4, 1, 1, 1, 2];
const times = (factor: number) => BUSY.map((busy) => 400 * busy * factor);

describe("what is slower", () => {
  it("compares round by round, so that what else runs on the machine is no difference", () => {
    const { ratio, itself, spread, isSlower } = judge({ before: times(1), again: times(1), after: times(1.2) });
    expect(ratio.median).toBeCloseTo(1.2);
    expect(itself.median).toBe(1);
    expect(spread).toBe(0);
    expect(isSlower).toBe(true);
  });

  it("allows a twentieth more, and no more than that", () => {
    const after = (factor: number) => judge({ before: times(1), again: times(1), after: times(factor) }).isSlower;
    expect([0.8, 1, 1.049, 1.051].map(after)).toEqual([false, false, false, true]);
  });

  it("allows besides what a commit differs from itself, to either side", () => {
    const isSlower = (again: number, after: number) =>
      judge({ before: times(1), again: times(again), after: times(after) }).isSlower;
    expect([isSlower(1.04, 1.08), isSlower(0.96, 1.08)]).toEqual([false, false]);
    expect([isSlower(1.04, 1.1), isSlower(0.96, 1.1)]).toEqual([true, true]);
  });

  it("is not told where the same code differs from itself by more than a tenth", () => {
    const unclear = (again: number, after: number) =>
      judge({ before: times(1), again: times(again), after: times(after) }).isUnclear;
    expect([unclear(1.09, 1), unclear(1.12, 1), unclear(0.88, 1.1), unclear(1.12, 1.3)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it("counts how uncertain the median of a commit against itself is, not how far single rounds are off", () => {
    const again = BUSY.map((_, round) => 400 * (1 + (round - 7) / 100));
    const { itself, spread } = judge({ before: Array(15).fill(400), again, after: times(1) });
    expect(itself).toEqual({ median: 1, low: expect.closeTo(0.96), high: expect.closeTo(1.04) });
    expect(spread).toBeCloseTo(0.04);
  });
});

describe("the interval around a median", () => {
  const range = (count: number) => Array.from({ length: count }, (_, index) => count - index);

  /** The ranks of the sign test's 95 % interval, as tables of nonparametric statistics have them. */
  it.each([
    [1, 1, 1],
    [5, 1, 5],
    [6, 1, 6],
    [8, 1, 8],
    [9, 2, 8],
    [11, 2, 10],
    [15, 4, 12],
    [20, 6, 15],
    [31, 10, 22],
  ])("of %i values is from the %i. to the %i.", (count, low, high) => {
    expect(medianOf(range(count))).toEqual({ median: (count + 1) / 2, low, high });
  });
});

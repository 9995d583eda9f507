import { expect, it, vi } from "vitest";
import { stopDurations } from "./support/gateway/durations.js";

it("the clock of durations moves by exactly what it is told, whenever it is stopped", () => {
  const clock = vi.spyOn(performance, "now").mockReturnValue(2 ** 18 - 0.9);
  const durations = stopDurations();
  const before = performance.now();
  durations.advance(1000);
  expect(performance.now() - before).toBe(1000);
  clock.mockRestore();
});

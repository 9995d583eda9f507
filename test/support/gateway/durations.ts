import { onTestFinished, vi } from "vitest";

/** The clock by which this process measures how long something took stands still until the test ends; it can be moved. */
export function stopDurations(): { advance(milliseconds: number): void } {
  let now = performance.now();
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
  onTestFinished(() => clock.mockRestore());
  return {
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}

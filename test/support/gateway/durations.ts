import { onTestFinished, vi } from "vitest";

/** Stops the clock by which this process measures durations until the test ends; `advance` moves it. */
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

import { onTestFinished, vi } from "vitest";

/** Stops the clock by which this process measures durations until the test ends; `advance` moves it. */
export function stopDurations(): { advance(milliseconds: number): void } {
  // Whole milliseconds: a sum of others that passes a power of two, such as 2^18 four minutes after a start, is rounded.
  let now = Math.ceil(performance.now());
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
  onTestFinished(() => clock.mockRestore());
  return {
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}

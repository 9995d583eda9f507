import { expect, it } from "vitest";
import { relativeTime } from "../../src/console/parts/relative-time.js";

const NOW = Date.parse("2026-11-28T12:00:00.000Z");
const SECOND = 1000;
const HOUR = 3600 * SECOND;

it.each([
  [-3 * SECOND, "just now"],
  [3 * SECOND, "in a moment"],
  [-59 * SECOND, "59 seconds ago"],
  [-4 * 60 * SECOND, "4 minutes ago"],
  [-59.9 * 60 * SECOND, "59 minutes ago"],
  [2.9 * HOUR, "in 2 hours"],
  [12 * HOUR - 3 * SECOND, "in 12 hours"],
  [48 * HOUR - 60 * SECOND, "in 2 days"],
  [47 * HOUR, "in 47 hours"],
  [-47.9 * HOUR, "47 hours ago"],
  [-29 * 24 * HOUR, "29 days ago"],
  [-31 * 24 * HOUR, "28 Oct"],
  [-400 * 24 * HOUR, "24 Oct 2025"],
])("%d ms from now is told as %s", (distance, words) => {
  expect(relativeTime(NOW + distance, NOW)).toBe(words);
});

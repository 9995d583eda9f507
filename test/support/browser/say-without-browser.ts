import { CHROMIUM } from "./chromium-path.mjs";

/** Before the browser tests: says why they are skipped where they are. */
export function setup(): void {
  if (CHROMIUM) return;
  console.warn(
    "There is no Chromium, so the browser tests are skipped: install Debian's chromium-headless-shell, or name one in CHROMIUM.",
  );
}

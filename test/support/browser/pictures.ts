import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Where pictures of the journeys go, where somebody wants them: `test/console/screenshots.mjs --journeys` does. */
const FOLDER = process.env.JOURNEYS;

/** How many there are of each journey. */
const taken = new Map<string, number>();

/** Takes the next picture of the journey that is on its way: a folder for each test, a number for each step. */
export async function photograph(page: Page): Promise<void> {
  const { currentTestName } = expect.getState();
  if (!FOLDER || !currentTestName) return;
  const step = (taken.get(currentTestName) ?? 0) + 1;
  taken.set(currentTestName, step);
  const journey = currentTestName.replaceAll(/[^A-Za-z0-9]+/g, "-").slice(0, 120);
  await page.screenshot({ path: join(FOLDER, journey, `${String(step).padStart(2, "0")}.png`) });
}

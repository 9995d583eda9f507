import type { Page } from "playwright-core";

/** Of a page that answers at all. */
const PATIENCE_MS = 5_000;

/** More than a page of the console, and less than a list of many. */
const MOST_CHARACTERS = 6_000;

/** A page in words: its address, and its outline as a screen reader knows it; or why there is none. */
export async function whatIsShown(page: Page): Promise<string> {
  if (page.isClosed()) return "A page that is closed, or whose browser has died.";
  try {
    const outline = await page.locator("body").ariaSnapshot({ timeout: PATIENCE_MS });
    return `${page.url()} showed:\n${outline.slice(0, MOST_CHARACTERS)}`;
  } catch (error) {
    return `${page.url()} shows nothing: ${error instanceof Error ? error.message : error}`;
  }
}

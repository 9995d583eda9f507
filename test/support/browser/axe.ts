import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The rules about what a theme changes. */
const OF_COLOURS: RunOptions = { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } };

/** What axe finds against a page as it stands: the rule, and the first elements that break it. */
async function axeViolations(page: Page, rules: RunOptions = {}): Promise<string[]> {
  if (!(await page.evaluate<boolean>("'axe' in globalThis"))) {
    const session = await page.context().newCDPSession(page);
    // As a debugger would: no script element, so that the page's policy stays as it is.
    await session.send("Runtime.evaluate", { expression: AXE });
    await session.detach();
  }
  const options: RunOptions = { resultTypes: ["violations"], ...rules };
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return violations.map(({ id, nodes }) => {
    const where = nodes.slice(0, 3).map(({ html, failureSummary }) => `${html} ${failureSummary ?? ""}`);
    return `${id}: ${where.join("\n")}`;
  });
}

/**
 * What axe finds in the light theme and, since a theme changes nothing else, of colours in the dark one; the theme is
 * named before each. The page has the light one again afterwards.
 */
export async function axeInBothThemes(page: Page): Promise<string[]> {
  await showIn(page, "dark");
  const dark = await axeViolations(page, OF_COLOURS);
  await showIn(page, "light");
  const light = await axeViolations(page);
  return [...light.map((violation) => `light: ${violation}`), ...dark.map((violation) => `dark: ${violation}`)];
}

/** GraphiQL hears of another theme in the next frame, and until then has half of each. */
async function showIn(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.evaluate("new Promise(requestAnimationFrame)");
}

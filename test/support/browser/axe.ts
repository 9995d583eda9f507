import axe, { type AxeResults } from "axe-core";
import type { Page } from "playwright-core";

/** What axe finds against a page as it stands: the rule, and the first elements that break it. */
export async function axeViolations(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  // As a debugger would: no script element, so that the page's policy stays as it is.
  await session.send("Runtime.evaluate", { expression: axe.source });
  await session.detach();
  const { violations } = await page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
  return violations.map(({ id, nodes }) => {
    const where = nodes.slice(0, 3).map(({ html, failureSummary }) => `${html} ${failureSummary ?? ""}`);
    return `${id}: ${where.join("\n")}`;
  });
}

/** As `axeViolations`, in the light theme and in the dark one, which is named before each. */
export async function axeInBothThemes(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const violation of await axeViolations(page)) found.push(`${colorScheme}: ${violation}`);
  }
  return found;
}

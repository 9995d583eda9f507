import type { Page } from "playwright-core";

/** Goes to another page of the console as one of its links would, without loading anything again. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate(`history.pushState(null, "", ${JSON.stringify(path)})`);
  await drawn(page);
}

/** Waits until the page has its heading, and nothing that stands for what is on its way. */
export async function drawn(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page
    .getByRole("status", { name: /loading/ })
    .first()
    .waitFor({ state: "hidden" });
}

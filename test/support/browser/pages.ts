import type { Page } from "playwright-core";

/** Goes to another page of the console as one of its links would, without loading anything again. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate(`history.pushState(null, "", ${JSON.stringify(path)})`);
  await drawn(page);
}

/** For how long a page says what passes: "Copied" on a button, and what was done at its foot. */
const PASSING_MS = [2000, 5000];

/** Lets what the page says for a moment stand until another page is loaded, lest a busy machine comes too late for it. */
export async function keepWhatPasses(page: Page): Promise<void> {
  await page.evaluate(`{
    const wait = setTimeout;
    setTimeout = (call, time, ...rest) => wait(call, ${JSON.stringify(PASSING_MS)}.includes(time) ? 2 ** 30 : time, ...rest);
  }`);
}

/** Waits until the page has its heading, and nothing that stands for what is on its way. */
export async function drawn(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page
    .getByRole("status", { name: /loading/ })
    .first()
    .waitFor({ state: "hidden" });
}

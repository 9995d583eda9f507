import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { inBrowser } from "../support/browser/chromium.js";
import { consoleTest } from "../support/browser/console.js";
import { Keyboard } from "../support/browser/keyboard.js";
import { copyApplication } from "../support/databases/copied-applications.js";
import type { TestOrganization } from "../support/gateway/gateway.js";
import { changed } from "../support/organization/oauth-applications.js";

const MANY = 20_000;
/** So many of them are gone through. */
const SEEN = 500;
/** So many rows may be in the document, wherever one is in the list. */
const ROWS = 60;

/** Runs in the page: what waits until the typing pauses waits for `endPauses`. */
const HOLD_PAUSES = `{
  const [wait, forget] = [setTimeout, clearTimeout];
  const held = new Map();
  setTimeout = (call, time, ...rest) => {
    const timer = wait(call, time === 300 ? 2 ** 30 : time, ...rest);
    if (time === 300) held.set(timer, call);
    return timer;
  };
  clearTimeout = (timer) => {
    held.delete(timer);
    forget(timer);
  };
  globalThis.endPauses = () => held.forEach((call) => call());
}`;

inBrowser("the list of applications", () => {
  let large: TestOrganization;
  let medium: TestOrganization;
  let small: TestOrganization;
  const test = consoleTest({}, async (gateway) => {
    large = await gateway.organization("large");
    medium = await gateway.organization("medium");
    small = await gateway.organization("small");
    const { id } = await large.admin.createApplication({ name: "One of many" });
    await copyApplication(gateway.database, id, MANY);
    await large.developer.createApplication({ name: "Needle" });
    const some = await medium.admin.createApplication({ name: "One of some" });
    await copyApplication(gateway.database, some.id, 60);
  });
  const rows = (page: Page) => page.getByRole("list", { name: "Applications" }).getByRole("listitem");
  const positions = (page: Page) =>
    page.evaluate<number[]>("[...document.querySelectorAll('main ol li')].map((row) => Number(row.ariaPosInSet))");

  it("comes page by page as one scrolls through very many, and few rows are in the document", async () => {
    const { openAs, watch } = await test.person();
    const page = await openAs(large.owner);
    await rows(page).first().waitFor();
    let most = 0;
    for (let last = 0; last < SEEN; ) {
      const shown = await positions(page);
      most = Math.max(most, shown.length);
      const next = Math.max(...shown);
      if (next === last) await grown(page);
      last = next;
      await page.evaluate("scrollBy(0, innerHeight)");
      await page.evaluate("new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))");
    }
    expect(most).toBeLessThanOrEqual(ROWS);
    const pages = watch.requests.filter((request) => request.postDataJSON()?.operationName === "Applications");
    expect(pages.length).toBeLessThanOrEqual(SEEN / 25 + 2);
    const cursors = pages.map((request) => request.postDataJSON().variables.after);
    expect(new Set(cursors).size).toBe(cursors.length);
  });

  it("goes on by itself when the network is back in the middle of a scroll", async () => {
    const { openAs, context } = await test.person();
    const page = await openAs(large.owner);
    await rows(page).first().waitFor();
    await context.setOffline(true);
    const again = page.getByRole("button", { name: "Load more" });
    // A page that was on its way may still come, and then there is more to scroll.
    await expect
      .poll(async () => {
        await page.evaluate("scrollTo(0, document.body.scrollHeight)");
        return again.isVisible();
      })
      .toBe(true);
    await context.setOffline(false);
    await again.waitFor({ state: "detached" });
  });

  it("shows on the way back what was changed meanwhile, behind its first page too, and nothing that was deleted", async () => {
    const { openAs, watch } = await test.person();
    const page = await openAs(medium.owner);
    await (await rowAt(page, 40)).click();
    await page.getByRole("button", { name: "Edit settings" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("Renamed");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("heading", { name: "Renamed" }).waitFor();
    const asked = () => watch.requests.filter((request) => request.postDataJSON()?.operationName === "Applications");
    await page.goBack();
    const renamed = await rowAt(page, 40);
    await expect.poll(() => renamed.textContent()).toBe("Renamed");
    // Once more only what is in the window: the first page, and the second one.
    const cursors = asked().map((request) => request.postDataJSON().variables.after);
    expect(cursors.length - new Set(cursors).size).toBeLessThanOrEqual(2);
    await renamed.click();
    await page.getByRole("button", { name: "Delete…" }).click();
    await page.getByLabel("Name of the application").fill("Renamed");
    await page.getByRole("button", { name: "Delete it" }).click();
    await page.waitForURL("**/console/applications");
    const next = await rowAt(page, 40);
    await expect.poll(() => next.textContent()).toBe("One of some");
    expect(await page.getByRole("link", { name: "Renamed" }).count()).toBe(0);
  });

  it("is fresh whenever it is opened, its tab is seen again or the network is back, and moves under no pointer", async () => {
    const { developer, owner } = await test.gateway.organization("watched");
    const { id } = await developer.createApplication({ name: "First" });
    const { openAs, context, watch } = await test.person();
    const page = await openAs(owner);
    const names = () => page.getByRole("list", { name: "Applications" }).getByRole("link").allTextContents();
    await page.getByRole("link", { name: "First" }).click();
    await page.getByRole("heading", { name: "First" }).waitFor();
    await page.mouse.move(0, 0);
    await developer.createApplication({ name: "Second" });
    await page.goBack();
    await expect.poll(names).toEqual(["Second", "First"]);

    const first = page.getByRole("link", { name: "Second" });
    await first.hover();
    const place = await first.boundingBox();
    await developer.createApplication({ name: "Third" });
    await changed(developer, "updateOAuthApplication", { oauthApplicationId: id, name: "First, renamed" });
    await page.evaluate(`document.dispatchEvent(new Event("visibilitychange"))`);
    await page.getByText("There are changes to show.").waitFor();
    await expect.poll(names).toEqual(["Second", "First, renamed"]);
    expect(await first.boundingBox()).toEqual(place);
    await page.getByRole("button", { name: "Refresh" }).click();
    await expect.poll(names).toEqual(["Third", "Second", "First, renamed"]);

    await context.setOffline(true);
    await page.getByRole("button", { name: "Refresh" }).click();
    await page.getByText("The gateway could not be reached. What stands here is from").waitFor();
    await developer.createApplication({ name: "Fourth" });
    await context.setOffline(false);
    await expect.poll(names).toEqual(["Fourth", "Third", "Second", "First, renamed"]);
    await page.getByText("The gateway could not be reached.").first().waitFor({ state: "hidden" });
    // Opened twice, seen again, refreshed with the network and without, and back.
    const asked = watch.requests.filter((request) => request.postDataJSON()?.operationName === "Applications");
    expect(asked).toHaveLength(6);
  });

  it("shows on the way back what others have changed in its further pages, once they are in the window", async () => {
    const { openAs } = await test.person();
    const page = await openAs(medium.owner);
    await (await rowAt(page, 40)).click();
    await page.getByRole("button", { name: "Edit settings" }).waitFor();
    await page.mouse.move(0, 0);
    const { oauthApplications } = await medium.owner.ok("{ oauthApplications(first: 42) { nodes { id } } }");
    const oauthApplicationId = oauthApplications.nodes[41].id;
    await changed(medium.owner, "updateOAuthApplication", { oauthApplicationId, name: "By somebody else" });
    await page.goBack();
    const row = await rowAt(page, 42);
    await expect.poll(() => row.textContent()).toBe("By somebody else");
  });

  it("finds one of very many by a part of its name, and the way back finds all again, by keyboard alone", async () => {
    const { signIn } = await test.person();
    const page = await signIn(large.owner);
    const keyboard = new Keyboard(page);
    await rows(page).first().waitFor();
    await keyboard.write(page.getByLabel("Search by name or client id"), "eedl");
    await page.keyboard.press("Enter");
    await expect.poll(() => rows(page).allTextContents()).toEqual([expect.stringContaining("Needle")]);
    await keyboard.link("Needle");
    await page.getByRole("heading", { name: "Needle" }).waitFor();
    await page.goBack();
    await expect.poll(() => page.getByLabel("Search by name or client id").inputValue()).toBe("eedl");
    await expect.poll(() => rows(page).count()).toBe(1);
  });

  it("brings nobody back who has gone on to one of them before the typing has paused", async () => {
    const { openAs } = await test.person();
    const page = await openAs(large.developer);
    const needle = page.getByRole("link", { name: "Needle" });
    await needle.waitFor();
    await page.evaluate(HOLD_PAUSES);
    await page.getByLabel("Search by name or client id").fill("eed");
    await needle.click();
    await page.getByRole("heading", { name: "Needle" }).waitFor();
    const address = page.url();
    await page.evaluate("endPauses()");
    expect(page.url()).toBe(address);
  });

  it("shows a developer their own first, and everybody's when asked", async () => {
    const { openAs } = await test.person();
    const page = await openAs(large.developer);
    await expect.poll(() => rows(page).allTextContents()).toEqual([expect.stringContaining("Needle")]);
    await new Keyboard(page).choose(page.getByLabel("All", { exact: true }));
    await rows(page).filter({ hasText: "One of many" }).first().waitFor();
  });

  it("says what to do where there is none yet, and where nothing fits what is typed, which stays as it is", async () => {
    const { openAs } = await test.person();
    const page = await openAs(small.owner);
    await page.getByText("No application is registered yet").waitFor();
    await page.getByRole("link", { name: "Register an application" }).first().waitFor();
    const search = page.getByLabel("Search by name or client id");
    await search.fill("nothing ");
    await page.getByText("Nothing fits").waitFor();
    expect(await search.inputValue()).toBe("nothing ");
    await page.getByRole("button", { name: "Clear search and filters" }).click();
    await page.getByText("No application is registered yet").waitFor();
  });
});

/** The link of the row with this number, once it has been scrolled to. */
async function rowAt(page: Page, position: number): Promise<Locator> {
  const row = page.locator(`main ol li[aria-posinset="${position}"]`);
  await page.getByRole("list", { name: "Applications" }).waitFor();
  while ((await row.count()) === 0) {
    await page.evaluate("scrollBy(0, 400)");
    await page.evaluate("new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))");
  }
  return row.getByRole("link");
}

/** Waits until there is more to scroll to. */
async function grown(page: Page): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    const height = document.body.scrollHeight;
    const look = () => {
      if (document.body.scrollHeight > height || scrollY + innerHeight < height - 1) resolve();
      else requestAnimationFrame(look);
    };
    look();
  })`);
}

import { expect, it } from "vitest";
import { firstStart } from "../../src/first-start.js";
import { inBrowser } from "../support/browser/chromium.js";
import { consoleTest } from "../support/browser/console.js";
import { drawn, goTo, keepWhatPasses } from "../support/browser/pages.js";
import type { TestOrganization } from "../support/gateway/gateway.js";

/** Runs in the page: which of the field in use and a dialog's buttons lie under what is told at the moment. */
const COVERED = `(() => {
  const told = document.querySelector("body > [role=status] > p");
  if (!told) return "nothing is told";
  const inUse = [...document.querySelectorAll("input:focus, [role=dialog] button")];
  const isSeen = getComputedStyle(told.parentElement).opacity === "1";
  if (inUse.length === 0) return isSeen ? "nothing is in use" : "it is not seen";
  const { top, bottom } = told.getBoundingClientRect();
  return inUse
    .map((one) => ({ name: one.textContent || "field", box: one.getBoundingClientRect() }))
    .filter(({ box }) => isSeen && box.top < bottom && box.bottom > top)
    .map(({ name }) => name);
})()`;

inBrowser("somebody who has never seen the console", () => {
  let acme: TestOrganization;
  let link: string;
  const test = consoleTest({}, async (gateway) => {
    const { url } = gateway;
    const printed = await firstStart(gateway.gateway.services, { url, consoleUrl: url });
    link = /http\S+#sign-in=ogc_\w+/.exec(printed ?? "")?.[0] ?? "";
    acme = await gateway.organization("acme");
  });

  it("gives a colleague a token at the first try, and outlives a reload, after signing in by a link", async () => {
    const { context, page, open } = await test.person();
    await open(link);
    await page.getByRole("link", { name: "API tokens" }).click();
    await page.getByRole("button", { name: "Issue a token" }).click();
    await page.getByText("For a token that lives longer, sign in with one that does.").waitFor();
    await page.getByRole("textbox", { name: "Name" }).fill("Colleague");
    await page.getByRole("button", { name: "Issue the token" }).click();
    await page.getByRole("button", { name: "I have stored it" }).click();
    await page.getByRole("listitem").filter({ hasText: "Colleague" }).waitFor();
    await page.getByLabel("Keep for this tab").check();
    await page.reload();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    expect(JSON.stringify((await context.storageState()).origins)).not.toContain("ogt_");
    await page.reload();
    await page.getByRole("button", { name: "Sign in" }).waitFor();
  });

  it("is brought to the field that does not fit, and registers no page that nobody could come back to", async () => {
    const { openAs } = await test.person();
    const page = await openAs(acme.developer, "/console/applications/new");
    await page.getByRole("radio", { name: "Single page application" }).check();
    const register = page.getByRole("button", { name: "Register the application" });
    const focused = () => page.evaluate<string | null>('document.activeElement?.getAttribute("name")');
    await register.click();
    await expect.poll(focused).toBe("name");
    await page.getByRole("textbox", { name: "Name" }).fill("Shop");
    await register.click();
    await expect.poll(focused).toBe("redirectUris");
    await page.getByText("One at least, please").waitFor();
    await page.getByLabel("Redirect URIs").fill("https://shop.example/");
    await register.click();
    await page.getByRole("heading", { name: "Shop" }).waitFor();
    await page.getByText("single page application").waitFor();
  });

  it("sends the form with one click straight from a field that does not fit", async () => {
    const { openAs } = await test.person();
    const page = await openAs(acme.developer, "/console/applications/new");
    await page.getByRole("radio", { name: "Single page application" }).check();
    const register = page.getByRole("button", { name: "Register the application" });
    await register.scrollIntoViewIfNeeded();
    await page.getByLabel("Allowed origins").fill("https://shop.example/path");
    const place = await register.boundingBox();
    // As a hand does: what moves between press and release is missed.
    await page.mouse.move((place?.x ?? 0) + 20, (place?.y ?? 0) + 5);
    await page.mouse.down();
    await page.mouse.up();
    await page.getByText("A name, please.").waitFor();
    await expect.poll(() => page.getByLabel("Allowed origins").getAttribute("aria-invalid")).toBe("true");
  });

  it("reads on a phone what was done where it covers neither the field in use nor a dialog's buttons", async () => {
    const { id } = await acme.developer.createApplication({ name: "Leaked" });
    const { openAs } = await test.person();
    const page = await openAs(acme.developer, `/console/applications/${id}`);
    await keepWhatPasses(page);
    await page.getByRole("button", { name: "Edit settings" }).click();
    await page.getByLabel("Description").fill("Told");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const told = page.getByText("The settings are saved.");
    await told.waitFor();
    await page.getByRole("button", { name: "Stop a leaked secret…" }).click();
    const dialog = page.getByRole("dialog");
    const field = dialog.getByLabel("Name of the application");
    for (const height of [480, 568, 640, 800, 1200]) {
      await page.setViewportSize({ width: 320, height });
      await field.fill("Leaked");
      await expect.poll(() => page.evaluate(COVERED)).toEqual([]);
    }
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => page.evaluate(COVERED)).toBe("nothing is in use");
  });

  it("reads after a rotation what to do next, and no alarm about the end that was just chosen", async () => {
    const application = await acme.developer.createApplication({
      name: "Export",
      grantTypes: ["CLIENT_CREDENTIALS"],
    });
    await acme.admin.verify(application.clientId, application.clientSecret as string);
    await acme.developer.rotate(application.id);
    const { openAs } = await test.person();
    const page = await openAs(acme.admin);
    await goTo(page, `/console/applications/${application.id}`);
    await page.getByText("Nobody has used the new one yet: put").waitFor();
    expect(await page.getByText("change the times, lest").count()).toBe(0);
    await page.getByText("in 2 days").first().waitFor();
    await page.getByRole("link", { name: "History" }).click();
    await page.getByText("rotated the secret of").waitFor();
    await drawn(page);
    await expect.poll(() => page.getByText("registered the application").count()).toBe(1);
  });
});

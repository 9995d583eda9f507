import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { inBrowser } from "../support/browser/chromium.js";
import { consoleTest } from "../support/browser/console.js";
import { Keyboard } from "../support/browser/keyboard.js";
import type { TestOrganization } from "../support/gateway/gateway.js";
import { issueApiToken, revokeApiToken } from "../support/organization/api-tokens.js";

inBrowser("whoever signs in with a token", () => {
  let acme: TestOrganization;
  const test = consoleTest({}, async (gateway) => {
    acme = await gateway.organization("acme");
    await acme.developer.createApplication({ name: "Checkout" });
  });

  it("sees the applications of the organization, which is named, by keyboard alone", async () => {
    const { open, context } = await test.person();
    const page = await open();
    const keyboard = new Keyboard(page);
    await keyboard.write(page.getByLabel("API token"), acme.developer.token ?? "");
    await keyboard.button("Sign in");
    await keyboard.reach(page.getByRole("link", { name: "Checkout" }));
    expect(await page.getByRole("banner").textContent()).toContain("acme");
    await expect.poll(() => page.title()).toBe("Applications · acme");
    const { cookies, origins } = await context.storageState({ indexedDB: true });
    expect([cookies, origins]).toEqual([[], []]);
    expect(await page.evaluate("sessionStorage.length")).toBe(0);
  });

  it("is told in words what is wrong with a token, and goes on from there", async () => {
    const { open } = await test.person();
    const page = await open();
    await page.getByText("console link --organization SLUG --role DEVELOPER").waitFor();
    const field = page.getByLabel("API token");
    for (const [token, words] of [
      ["two words", "A token is one word"],
      ["ogt_unknown", "does not know this token"],
    ] as const) {
      await field.fill(token);
      await field.press("Enter");
      await page.getByText(words).waitFor();
      expect(await field.getAttribute("aria-invalid")).toBe("true");
    }
    await field.fill(acme.viewer.token ?? "");
    await field.press("Enter");
    await page.getByRole("link", { name: "Checkout" }).waitFor();
  });

  it("stays signed in over a reload only when that was asked for", async () => {
    const { signIn, page } = await test.person();
    await signIn(acme.developer);
    // The other pages of this browser would give the token, and there are none.
    await page.reload();
    await page.getByLabel("API token").waitFor();
    await signIn(acme.developer, { keep: true });
    await page.reload();
    await page.getByRole("link", { name: "Checkout" }).waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("API token").waitFor();
    expect(await page.evaluate("Object.keys(sessionStorage)")).toEqual([]);
    expect(await page.content()).not.toContain(acme.developer.token);
  });

  it("is signed in in every tab of the browser, and signs out of all at once", async () => {
    const { signIn, context, page } = await test.person();
    await signIn(acme.developer);
    const second = await context.newPage();
    await second.goto("/console");
    await second.getByRole("link", { name: "Checkout" }).waitFor();
    expect(await second.evaluate("sessionStorage.length + localStorage.length")).toBe(0);
    await second.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("API token").waitFor();
  });

  it("keeps the page when the token ends, signs in again over it, and goes on, by keyboard alone", async () => {
    const { token, id, client } = await issueApiToken(acme.owner, { role: "DEVELOPER" });
    const { signIn } = await test.person();
    const page = await signIn(client);
    // Nothing is on its way any more, whose refusal would open the dialog under the hands of who types.
    await page.getByRole("link", { name: "Checkout" }).waitFor();
    const search = page.getByLabel("Search by name or client id");
    await revokeApiToken(acme.owner, id);
    const keyboard = new Keyboard(page);
    await keyboard.write(search, "Check");
    const dialog = page.getByRole("dialog", { name: "Your sign-in has ended" });
    await dialog.waitFor();
    await keyboard.write(dialog.getByLabel("API token"), acme.developer.token ?? "");
    await keyboard.button("Sign in", dialog);
    await dialog.waitFor({ state: "hidden" });
    expect(await search.inputValue()).toBe("Check");
    // The address follows once the typing pauses, which may be after all this.
    await page.waitForURL(/[?&]q=Check$/);
    await page.getByRole("link", { name: "Checkout" }).waitFor();
    expect(await page.content()).not.toContain(token);
  });

  it("is not shown what a viewer may not do, and told nothing about secrets", async () => {
    const { signIn } = await test.person();
    const page = await signIn(acme.viewer);
    const application = page.getByRole("listitem").filter({ hasText: "Checkout" });
    await application.waitFor();
    const pages = await page.getByRole("navigation").getByRole("link").allTextContents();
    expect(pages.map((text) => text.trim())).toEqual(["Applications", "Organization", "GraphiQL"]);
    expect(await page.getByRole("link", { name: /Register/ }).count()).toBe(0);
    expect(await application.textContent()).not.toContain("ogs_");
    expect(await page.getByLabel("Secrets").count()).toBe(0);
  });
});

inBrowser("whoever signs in with a link", () => {
  let acme: TestOrganization;
  let other: TestOrganization;
  const test = consoleTest({}, async (gateway) => {
    [acme, other] = [await gateway.organization("acme"), await gateway.organization("other")];
    await acme.developer.createApplication({ name: "Checkout" });
    await other.developer.createApplication({ name: "Somebody else's" });
  });
  const linkTo = async ({ signInCode }: TestOrganization) => `/console#sign-in=${await signInCode()}`;
  const addresses = (page: Page) => page.evaluate("[location.href, document.referrer].join()");

  it("may open it where the page is open already, and leaves no code in the address", async () => {
    const { open, page } = await test.person();
    await open();
    await page.getByLabel("API token").waitFor();
    await page.goto(await linkTo(acme));
    await page.getByRole("link", { name: "Checkout" }).waitFor();
    expect(await addresses(page)).not.toContain("sign-in");
  });

  it("is told where it has brought them, since it may be anybody's", async () => {
    const { open, page } = await test.person();
    await open(await linkTo(acme));
    await page.getByText(/A link has signed you in to \u2068acme\u2069 as ADMIN/).waitFor();
  });

  it("keeps what they are doing when a link is opened in their page, and its code is in no address", async () => {
    const { signIn } = await test.person();
    const page = await signIn(acme.developer);
    const search = page.getByLabel("Search by name or client id");
    await search.fill("Check");
    const link = await linkTo(other);
    await page.evaluate(`location.hash = ${JSON.stringify(link.split("#")[1])}`);
    await page.getByText("You are signed in already").waitFor();
    expect(await addresses(page)).not.toContain("sign-in");
    expect(await search.inputValue()).toBe("Check");
    expect(await page.getByRole("banner").textContent()).toContain("acme");
  });

  it("has no other page taken to the link's organization", async () => {
    const { id, client } = await issueApiToken(acme.owner, { role: "DEVELOPER" });
    const { signIn, context, page } = await test.person();
    await signIn(client);
    // Nothing is on its way any more, whose refusal would open the dialog under the hands of who types.
    await page.getByRole("link", { name: "Checkout" }).waitFor();
    const search = page.getByLabel("Search by name or client id");
    await revokeApiToken(acme.owner, id);
    await search.fill("Check");
    const dialog = page.getByRole("dialog", { name: "Your sign-in has ended" });
    await dialog.waitFor();
    // The search asks as well, and what this page asks for itself may come first.
    const heard = page.waitForResponse(
      (response) => response.ok() && response.request().postDataJSON()?.operationName === "Viewer",
    );
    const second = await context.newPage();
    await second.goto(await linkTo(other));
    await heard;
    await second.getByRole("link", { name: "Somebody else's" }).waitFor();
    await second.getByLabel("Search by name or client id").fill("Some");
    await second.getByRole("link", { name: "Somebody else's" }).waitFor();
    expect(await dialog.isVisible()).toBe(true);
    expect(await search.inputValue()).toBe("Check");
    expect(await page.content()).not.toContain("Somebody else");
  });
});

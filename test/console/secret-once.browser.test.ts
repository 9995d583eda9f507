import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { inBrowser } from "../support/browser/chromium.js";
import { consoleTest } from "../support/browser/console.js";
import { keepWhatPasses } from "../support/browser/pages.js";
import type { TestOrganization } from "../support/gateway/gateway.js";
import { issueApiToken, revokeApiToken } from "../support/organization/api-tokens.js";
import { changed, read } from "../support/organization/oauth-applications.js";
import { newRecipient } from "../support/organization/recipients.js";

const PLAINTEXT = /ogs_\w{49}/;

inBrowser("a secret that is shown once", () => {
  let acme: TestOrganization;
  const test = consoleTest({}, async (gateway) => {
    acme = await gateway.organization("acme");
  });

  /** Rotates in the page, and waits until the secret stands there. */
  async function rotate(page: Page): Promise<{ secret: string; dialog: Locator }> {
    await page.getByRole("button", { name: "Rotate…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Rotate", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: /The new client secret/ });
    await dialog.waitFor();
    return { secret: PLAINTEXT.exec((await dialog.textContent()) ?? "")?.[0] ?? "", dialog };
  }

  async function signedIn(client = acme.developer) {
    const application = await acme.developer.createApplication({ name: "Exporter" });
    const person = await test.person({ permissions: ["clipboard-read", "clipboard-write"] });
    await person.openAs(client, `/console/applications/${application.id}`);
    return { ...person, application };
  }

  it("is the one that works, is copied and downloaded, and is gone when the person says that it is stored", async () => {
    const { page, application } = await signedIn();
    await keepWhatPasses(page);
    const { secret, dialog } = await rotate(page);
    expect(await acme.admin.verify(application.clientId, secret)).toMatchObject({ active: true });
    await dialog.getByRole("button", { name: "Copy client secret" }).click();
    await dialog.getByText("Copied").waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(secret);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      dialog.getByRole("button", { name: "Download as .env" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`${application.clientId}.env`);
    const file = await (await download.createReadStream()).toArray();
    expect(Buffer.concat(file).toString()).toBe(`CLIENT_ID=${application.clientId}\nCLIENT_SECRET=${secret}\n`);
    await dialog.getByRole("button", { name: "I have stored it" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(await page.content()).not.toContain(secret);
    expect(await page.title()).not.toContain(secret);
    expect(
      await page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state])"),
    ).not.toMatch(PLAINTEXT);
    // What was done has taken the button away that began it.
    await expect.poll(() => page.evaluate("document.activeElement.tagName")).toBe("H1");
  });

  it("is sealed where the application keeps a recipient key: what stands there is of no use to who looks on", async () => {
    const recipient = newRecipient();
    const application = await acme.developer.createApplication({ name: "Sealed" });
    await changed(acme.developer, "updateOAuthApplication", {
      oauthApplicationId: application.id,
      secretRecipientKey: recipient.jwk,
    });
    const { page, openAs } = await test.person();
    await openAs(acme.developer, `/console/applications/${application.id}`);
    await page.getByRole("button", { name: "Rotate…" }).click();
    const asked = page.getByRole("dialog", { name: "Rotate the secret" });
    await asked.getByText("It will be sealed to the recipient key").waitFor();
    await asked.getByRole("button", { name: "Cancel" }).click();
    await asked.waitFor({ state: "detached" });
    const { secret, dialog } = await rotate(page);
    expect(secret).toBe("");
    const shown = dialog.getByText(/^ey[\w-]+(?:\.[\w-]+){4}$/);
    await shown.waitFor();
    const { plaintext } = recipient.open((await shown.textContent()) ?? "");
    expect(await acme.admin.verify(application.clientId, plaintext)).toMatchObject({ active: true });
    await dialog.getByText("Sealed client secret").waitFor();
    await dialog
      .getByRole("definition")
      .filter({ hasText: `npm run -s cli -- secret open --key FILE <${application.clientId}.jwe` })
      .getByRole("button", { name: "Copy command" })
      .waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      dialog.getByRole("button", { name: "Download as .jwe" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`${application.clientId}.jwe`);
    const file = Buffer.concat(await (await download.createReadStream()).toArray()).toString();
    expect(recipient.open(file.trim()).plaintext).toBe(plaintext);
    await dialog.getByRole("button", { name: "I have stored it" }).click();
    await dialog.waitFor({ state: "detached" });
  });

  it("is asked for before Escape, a click beside it, Back or the end of the tab takes it away", async () => {
    const { page } = await signedIn();
    const { secret, dialog } = await rotate(page);
    const question = dialog.getByText("Have you stored it?");
    const address = page.url();
    const leave: (() => Promise<unknown>)[] = [
      () => page.keyboard.press("Escape"),
      () => page.mouse.click(5, 5),
      () => page.evaluate("history.back()"),
    ];
    for (const attempt of leave) {
      await attempt();
      await question.waitFor();
      expect(await dialog.textContent()).toContain(secret);
      await page.waitForURL(address);
      await dialog.getByRole("button", { name: "Not yet, keep it here" }).click();
      await question.waitFor({ state: "detached" });
    }
    const asked = page.waitForEvent("dialog");
    await page.evaluate("setTimeout(() => location.reload())");
    const browsersQuestion = await asked;
    expect(browsersQuestion.type()).toBe("beforeunload");
    await browsersQuestion.dismiss();
    expect(await dialog.textContent()).toContain(secret);
    await page.keyboard.press("Escape");
    await dialog.getByRole("button", { name: "Close it" }).click();
    await dialog.waitFor({ state: "detached" });
    // Nothing holds whoever leaves now, once the way back has ended that kept them.
    await expect.poll(() => page.evaluate("JSON.stringify(history.state)")).not.toContain("secretOnScreen");
    await page.reload();
    expect(await page.content()).not.toContain(secret);
  });

  it("stays while the network fails, the token ends and another tab signs out", async () => {
    const issued = await issueApiToken(acme.owner, { name: "Ends soon", role: "DEVELOPER" });
    const { page, context } = await signedIn(issued.client);
    const { secret, dialog } = await rotate(page);
    await context.setOffline(true);
    await page.getByText("The gateway could not be reached.").waitFor({ state: "attached" });
    expect(await dialog.textContent()).toContain(secret);
    await context.setOffline(false);
    const refused = page.waitForResponse((response) => response.status() === 401);
    await revokeApiToken(acme.owner, issued.id);
    await refused;
    // The question to sign in again waits behind the secret, which needs no token.
    await dialog.getByRole("button", { name: "Copy client secret" }).click();
    expect(await page.getByRole("dialog").count()).toBe(1);
    const other = await context.newPage();
    await other.goto("/console");
    await other.evaluate(`new BroadcastChannel("oauth-app-gateway console").postMessage({ kind: "signed out" })`);
    await page.getByLabel("API token").waitFor({ state: "attached" });
    expect(await dialog.textContent()).toContain(secret);
    await dialog.getByRole("button", { name: "I have stored it" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(await page.content()).not.toContain(secret);
  });

  it("is shown after all when its answer was lost and is asked for again, and is the only new one", async () => {
    const { page, application } = await signedIn();
    let losses = 2;
    await page.route("**/graphql", async (route) => {
      if (losses === 0 || !route.request().postData()?.includes("RotateSecret")) return route.continue();
      losses -= 1;
      await route.fetch();
      await route.abort();
    });
    await page.getByRole("button", { name: "Rotate…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Rotate", exact: true }).click();
    await page.getByText(/The rotation was done, but its answer got lost/).waitFor();
    const again = page.getByRole("button", { name: "Ask for the answer again" });
    await again.click();
    await page.getByText("No answer arrived. Please look").waitFor();
    await again.click();
    const dialog = page.getByRole("dialog", { name: /client secret/ });
    await dialog.waitFor();
    const secret = /ogs_\w{49}/.exec((await dialog.textContent()) ?? "")?.[0] ?? "";
    expect(await acme.admin.verify(application.clientId, secret)).toMatchObject({ active: true });
    await dialog.getByRole("button", { name: "I have stored it" }).click();
    await again.waitFor({ state: "detached" });
    const { secrets } = await read(acme.developer, application.id, "secrets { id }");
    expect(secrets).toHaveLength(2);
  });

  it("says what may have happened when its answer was lost, and how to take the rotation back", async () => {
    const { page, application } = await signedIn();
    let isCut = false;
    await page.route("**/graphql", async (route) => {
      if (route.request().postData()?.includes("RotateSecret")) {
        isCut = true;
        await route.fetch();
      }
      return isCut ? route.abort() : route.continue();
    });
    await page.getByRole("button", { name: "Rotate…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Rotate", exact: true }).click();
    // Nobody knows it as long as nobody can be asked.
    await page.getByText("the gateway could not be asked since whether it was done").waitFor();
    await page.getByText("The gateway could not be reached. What you see is what it said last, at").waitFor();
    expect(await page.getByText("So far nothing has changed here").count()).toBe(0);
    await page.getByRole("button", { name: "Ask for the answer again" }).click();
    const failed = page.getByText("No answer arrived. Please look");
    await failed.waitFor();
    await page.unrouteAll();
    await page.getByText(/The rotation was done, but its answer got lost/).waitFor();
    await failed.waitFor({ state: "detached" });
    await page.getByText("Two secrets work. Nobody has seen the new one.").waitFor();
    await page.getByRole("button", { name: "Cancel rotation…" }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel rotation" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Rotate…" }).waitFor();
    expect(await acme.admin.verify(application.clientId, application.clientSecret ?? "")).toMatchObject({
      active: true,
    });
  });

  it("keeps the focus when the page behind it arrives later", async () => {
    const { page } = await signedIn();
    await page.goto("/console/applications/new");
    await page.getByRole("radio", { name: "Service" }).check();
    await page.getByLabel("Name", { exact: true }).fill("Behind");
    let arrive = () => {};
    const held = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    await page.route("**/graphql", async (route) => {
      if (!route.request().postData()?.includes("CreateApplication")) await held;
      await route.continue();
    });
    await page.getByRole("button", { name: "Register the application" }).click();
    const stored = page.getByRole("dialog").getByRole("button", { name: "I have stored it" });
    await stored.focus();
    arrive();
    await page
      .getByRole("heading", { name: "Behind", exact: true, includeHidden: true })
      .waitFor({ state: "attached" });
    expect(await page.evaluate("document.activeElement.textContent")).toBe("I have stored it");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await expect.poll(() => page.evaluate("document.activeElement.tagName")).toBe("H1");
  });
});

import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { inBrowser } from "../support/browser/chromium.js";
import { consoleTest } from "../support/browser/console.js";
import { Keyboard } from "../support/browser/keyboard.js";
import { drawn, goTo } from "../support/browser/pages.js";
import { stored } from "../support/browser/secret-shown.js";
import type { TestOrganization } from "../support/gateway/gateway.js";
import { issueApiToken } from "../support/organization/api-tokens.js";

const API_TOKEN = /ogt_[0-9A-Za-z]{49}/;

/** Runs in the page: types into a field as soon as it is there. */
const TYPE_AT_ONCE = `new MutationObserver((_, observer) => {
  const field = [...document.querySelectorAll("input")].find(({ labels }) => labels?.[0]?.textContent === "To what");
  if (!field) return;
  observer.disconnect();
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, "at once");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}).observe(document.body, { childList: true, subtree: true })`;

inBrowser("who looks after an organization in the console", () => {
  let acme: TestOrganization;
  let applicationId: string;
  const test = consoleTest({}, async (gateway) => {
    acme = await gateway.organization("acme");
    const input = { name: "Nightly export", grantTypes: ["CLIENT_CREDENTIALS"] };
    applicationId = (await acme.owner.createApplication(input)).id;
    await acme.owner.rotate(applicationId);
  });

  it("reads at its field what is wrong with an application, before the gateway says so and when it does", async () => {
    const { openAs } = await test.person();
    const page = await openAs(acme.developer, "/console/applications/new");
    await page.getByRole("radio", { name: "Web application" }).check();
    const uris = page.getByLabel("Redirect URIs");
    await uris.fill("https://a.example/callback\nhttp://b.example/callback");
    // Nothing of it can be seen, which only the gateway knows.
    await page.getByRole("textbox", { name: "Name" }).fill("\u200B");
    await expect.poll(() => describedBy(page, "Redirect URIs")).toMatch(/Number 2 may use http:/);
    await page.getByRole("button", { name: "Register the application" }).click();
    await uris.fill("https://a.example/callback");
    await page.getByRole("button", { name: "Register the application" }).click();
    await expect.poll(() => page.getByRole("textbox", { name: "Name" }).getAttribute("aria-invalid")).toBe("true");
    await page.getByRole("textbox", { name: "Name" }).fill("Shop");
    await page.getByRole("button", { name: "Register the application" }).click();
    await page.getByRole("button", { name: "I have stored it" }).click();
    // The dialog's heading has that name in it, too.
    await page.getByRole("heading", { name: "Shop", level: 1 }).waitFor();
    const { oauthApplications } = await acme.developer.ok(
      `{ oauthApplications(filter: {query: "Shop"}) { nodes { grantTypes public pkceRequired redirectUris } } }`,
    );
    expect(oauthApplications.nodes).toEqual([
      {
        grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"],
        public: false,
        pkceRequired: true,
        redirectUris: ["https://a.example/callback"],
      },
    ]);
  });

  it("issues a token that is shown once, and revokes it, by keyboard alone", async () => {
    const { signIn } = await test.person();
    const page = await signIn(acme.admin);
    const keyboard = new Keyboard(page);
    await keyboard.link("API tokens");
    await keyboard.button("Issue a token");
    await keyboard.write(page.getByRole("textbox", { name: "Name" }), "Pipeline");
    await keyboard.choose(page.getByRole("radio", { name: "DEVELOPER" }));
    await keyboard.button("Issue the token");
    await stored(keyboard);
    const row = page.getByRole("listitem").filter({ hasText: "Pipeline" });
    await row.waitFor();
    expect(await page.content()).not.toMatch(API_TOKEN);
    await keyboard.button("What to do with Pipeline");
    await keyboard.choice("Revoke the token");
    await keyboard.button("Revoke the token");
    await row.getByText("revoked").waitFor();
  });

  it("adds a member by e-mail, changes its role and removes it", async () => {
    const { openAs } = await test.person();
    const page = await openAs(acme.admin, "/console/members");
    await page.getByRole("button", { name: "Add a member" }).click();
    await page.getByRole("radio", { name: "ADMIN" }).waitFor();
    await page.getByText("This gateway trusts no issuer").waitFor();
    // Nobody gives more than they have.
    expect(await page.getByRole("radio", { name: "OWNER" }).count()).toBe(0);
    await page.getByLabel("E-mail address").fill("no address");
    await page.getByRole("button", { name: "Add the member" }).click();
    await expect.poll(() => page.getByLabel("E-mail address").getAttribute("aria-invalid")).toBe("true");
    await page.getByLabel("E-mail address").fill("grace@example.com");
    await page.getByRole("button", { name: "Add the member" }).click();
    const row = page.getByRole("listitem").filter({ hasText: "grace@example.com" });
    await row.getByText("has not signed in yet").waitFor();
    await page.getByRole("button", { name: "What to do with grace@example.com" }).click();
    await page.getByRole("menuitem", { name: "Change the role" }).click();
    await page.getByRole("radio", { name: "VIEWER" }).check();
    await page.getByRole("dialog").getByRole("button", { name: "Change the role" }).click();
    await row.getByText("VIEWER").waitFor();
    await page.getByRole("button", { name: "What to do with grace@example.com" }).click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    await page.getByRole("button", { name: "Remove the member" }).click();
    await page.getByText("Nobody is a member yet").waitFor();
  });

  it("finds in the audit log what was done, by whom and to what, and keeps the question in the address", async () => {
    const { openAs } = await test.person();
    const page = await openAs(acme.admin, "/console/audit");
    await page.getByLabel("What was done").selectOption("secret rotated or stopped");
    await page.waitForURL((url) => url.searchParams.get("action") === "client_secret.rotated");
    // What was found before stays until the answer is there.
    await expect.poll(() => page.getByRole("listitem").count()).toBe(1);
    await page.getByRole("listitem").getByText("rotated the secret of").waitFor();
    await page.getByRole("button", { name: "Details" }).click();
    await page.getByRole("link", { name: "All events of this" }).click();
    await page.getByText("registered the application").waitFor();
    await page.reload();
    await drawn(page);
    expect(await page.getByLabel("To what").inputValue()).toBe(applicationId);
    await expect.poll(() => page.getByRole("listitem").count()).toBe(2);
    expect(await page.getByRole("listitem").getByRole("link").allTextContents()).toEqual([
      "Nightly export",
      "Nightly export",
    ]);
  });

  it("finds in the audit log by its name what was done with a token, and by whom", async () => {
    const { apiToken } = await issueApiToken(acme.admin, { name: "Pipeline of the log" });
    const { openAs } = await test.person();
    const page = await openAs(acme.admin, "/console/audit");
    await page.getByLabel("To what").fill("pipeline of the");
    await page.getByText("Choose one of these names.").waitFor();
    const [option] = await page.locator(`datalist option[value="${apiToken.id}"]`).allTextContents();
    expect(option).toContain(`Pipeline of the log (API token, ${apiToken.role}, ${apiToken.hint}, issued `);
    await page.getByLabel("To what").fill("pipeline of the log");
    await page.waitForURL(`**/audit?targetId=${apiToken.id}`);
    const events = page.getByRole("listitem");
    await expect.poll(() => events.count()).toBe(1);
    await events.filter({ hasText: "issued the API token Pipeline of the log" }).waitFor();
  });

  it("keeps what is typed into a filter of the audit log in the moment in which it is drawn", async () => {
    const { openAs, context } = await test.person();
    const page = await openAs(acme.admin);
    const session = await context.newCDPSession(page);
    // So slow that others have their turn between drawing and what comes after it.
    await session.send("Emulation.setCPUThrottlingRate", { rate: 20 });
    await page.evaluate(TYPE_AT_ONCE);
    await page.getByRole("link", { name: "Audit log" }).click();
    await page.waitForURL((url) => url.searchParams.get("targetId") === "at once");
    await session.detach();
  });

  it("tells apart in the audit log who has the same name, and finds a service account by its whole name", async () => {
    const twins = [];
    for (const role of ["VIEWER", "DEVELOPER"]) {
      twins.push((await issueApiToken(acme.admin, { name: "Twin", role })).apiToken);
    }
    const { id } = await acme.owner.createApplication({ name: "Deployer", grantTypes: ["CLIENT_CREDENTIALS"] });
    await acme.owner.ok(`mutation { addMember(input: {oauthApplicationId: "${id}", role: VIEWER}) { member { id } } }`);
    const { openAs } = await test.person();
    const page = await openAs(acme.admin, "/console/audit");
    const events = page.getByRole("listitem");
    for (const { role, hint } of twins) {
      await events.filter({ hasText: `issued the API token Twin (${role}, ${hint}, issued ` }).waitFor();
    }
    await page.getByLabel("By whom").fill("Deployer");
    await page.waitForURL(`**/audit?actorId=${id}`);
  });

  it("changes the organization as its owner, and only sees it as anybody else", async () => {
    const { openAs } = await test.person();
    const page = await openAs(acme.owner, "/console/organization");
    await page.getByLabel("Allow plain http").check();
    await page.getByRole("button", { name: "Save the settings" }).click();
    await page.getByText("The settings are saved.").waitFor();
    const { organization } = await acme.owner.ok("{ organization { allowHttpRedirectUris uuid } }");
    expect(organization.allowHttpRedirectUris).toBe(true);
    await acme.owner.ok(
      "mutation { updateOrganization(input: {allowHttpRedirectUris: false}) { organization { id } } }",
    );
    const other = await test.person();
    const view = await other.openAs(acme.admin, "/console/organization");
    await view.getByText(organization.uuid, { exact: true }).waitFor();
    expect(await view.getByRole("main").getByRole("checkbox").count()).toBe(0);
  });

  it("is told in their place what a role may not see, and offered nothing that it may not do", async () => {
    const { openAs } = await test.person();
    const page = await openAs(acme.viewer);
    for (const [path, permission] of [
      ["members", "MEMBER_READ"],
      ["tokens", "MEMBER_READ"],
      ["audit", "AUDIT_READ"],
      ["applications/new", "APPLICATION_WRITE"],
    ] as const) {
      await goTo(page, `/console/${path}`);
      await page.getByRole("main").getByText(permission).waitFor();
      expect(await page.getByRole("main").getByRole("button").count(), path).toBe(0);
    }
  });
});

/** What a screen reader says beside the name of a field. */
async function describedBy(page: Page, label: string): Promise<string> {
  const ids = (await page.getByLabel(label).getAttribute("aria-describedby"))?.split(" ") ?? [];
  return (await Promise.all(ids.map((id) => page.locator(`[id="${id}"]`).textContent()))).join(" ");
}

import { expect, it } from "vitest";
import { axeInBothThemes } from "../support/browser/axe.js";
import { inBrowser } from "../support/browser/chromium.js";
import { consoleTest } from "../support/browser/console.js";
import { goTo } from "../support/browser/pages.js";
import type { TestOrganization } from "../support/gateway/gateway.js";
import { issueApiToken, revokeApiToken } from "../support/organization/api-tokens.js";
import { addedMember } from "../support/organization/members.js";

inBrowser("the dialogs and forms of the console", () => {
  let acme: TestOrganization;
  const test = consoleTest({}, async (gateway) => {
    acme = await gateway.organization("acme");
  });

  /** Somebody who looks at one after the other, and what axe found at each. */
  async function visitor(client = acme.owner) {
    const { page, openAs } = await test.person();
    await openAs(client);
    const found: string[] = [];
    const press = (name: string, role: "button" | "menuitem" = "button") =>
      page.getByRole(role, { name, exact: true }).click();
    /** Looks as soon as these words are there. */
    const look = async (words: string | RegExp) => {
      await page.getByText(words).first().waitFor();
      for (const violation of await axeInBothThemes(page)) found.push(`${words}, ${violation}`);
    };
    const close = async () => {
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    };
    return { page, found, press, look, close };
  }

  it("break no rule of axe in either theme, from a rotation to its end", async () => {
    const { id, clientId, clientSecret } = await acme.owner.createApplication({ name: "Export" });
    await acme.admin.verify(clientId, clientSecret ?? "");
    const { page, found, press, look, close } = await visitor();
    await goTo(page, `/console/applications/${id}`);
    await press("Rotate…");
    await page.getByLabel("It stops at once").check();
    await look("Whoever uses it is locked out");
    await page.getByLabel("It works until the new one is used, then for a while").check();
    await look("Trying it out is a use, too.");
    await page.getByLabel("It works until I complete the rotation").check();
    await press("Rotate");
    await look("Shown this once.");
    await page.keyboard.press("Escape");
    await look("Have you stored it?");
    const fresh = (await page.getByText(/^ogs_\w{49}$/).textContent()) ?? "";
    await press("Close it");
    await acme.admin.verify(clientId, fresh);
    await press("Change the times…");
    await page.getByLabel("From now", { exact: true }).fill("91");
    await look("At most 90 days.");
    await close();
    await press("Complete…");
    await press("Complete");
    await look("Refused, because somebody would be locked out.");
    await close();
    await press("Cancel rotation…");
    await press("Cancel rotation");
    await look("Refused, because somebody would be locked out.");
    await close();
    const confirming = await acme.owner.createApplication({ name: "Confirming" });
    await acme.owner.rotate(confirming.id, { previousSecret: "CONFIRM" });
    await goTo(page, `/console/applications/${confirming.id}`);
    await press("Change the times…");
    await page.getByLabel("Within some time from now").check();
    await page.getByLabel("For another time").check();
    await look("From the first use on");
    await close();
    await goTo(page, `/console/applications/${id}`);
    await press("Stop a leaked secret…");
    await press("Stop everything now");
    await look("That is not its name.");
    expect(found).toEqual([]);
  });

  it("break no rule of axe in either theme, from the settings of an application to its end", async () => {
    const { id } = await acme.owner.createApplication({ name: "Portal" });
    const { page, found, press, look, close } = await visitor();
    await goTo(page, "/console/applications/new");
    await page.getByRole("radio", { name: "Web application" }).check();
    await page.getByLabel("Redirect URIs").fill("https://a.example/#x");
    await press("Register the application");
    await look("may not have a fragment");
    await goTo(page, `/console/applications/${id}`);
    await press("Edit settings");
    await page.getByLabel("Redirect URIs", { exact: true }).fill("https://a.example/#x");
    await page.getByLabel("New secrets are sealed to").fill('{"kty": "OKP", "crv": "X25519", "x": "", "d": ""}');
    await look("This is a private key");
    await press("Cancel");
    await press("Disable…");
    await look("Disable the application");
    await close();
    await press("Delete…");
    await press("Delete it");
    await look("That is not its name.");
    expect(found).toEqual([]);
  });

  it("break no rule of axe in either theme, from a member's or token's beginning to its end", async () => {
    await addedMember(acme.owner, { email: "grace@example.com", role: "ADMIN" });
    await issueApiToken(acme.owner, { name: "Deploy job" });
    const { client, id } = await issueApiToken(acme.owner, { name: "Ends soon", role: "OWNER" });
    const { page, found, press, look, close } = await visitor(client);
    await goTo(page, "/console/members");
    await press("Add a member");
    await press("Add the member");
    await look("An e-mail address, please.");
    await close();
    await press("What to do with grace@example.com");
    await look("Change the role");
    await press("Change the role", "menuitem");
    await look("It counts from the next request on.");
    await close();
    await press("What to do with grace@example.com");
    await press("Remove from the organization", "menuitem");
    await look("does not become a member");
    await close();
    await goTo(page, "/console/tokens");
    await press("Issue a token");
    await page.getByLabel("Only some of the role's permissions").check();
    await press("Issue the token");
    await look("A name, please.");
    await close();
    await press("What to do with Deploy job");
    await press("Revoke the token", "menuitem");
    await look("It stops at once");
    await close();
    await goTo(page, "/console/audit");
    await page.getByRole("button", { name: "Details" }).first().click();
    await look("All events of this");
    await close();
    await revokeApiToken(acme.owner, id);
    await page.getByLabel("What was done").selectOption("API token issued");
    await page.getByRole("dialog").getByRole("button", { name: "Sign in" }).click();
    await look("A token is one word");
    expect(found).toEqual([]);
  });
});

import { expect, it } from "vitest";
import { inBrowser } from "../support/browser/chromium.js";
import { consoleTest } from "../support/browser/console.js";
import { Keyboard } from "../support/browser/keyboard.js";
import { expectNowhere, secretShown, stored } from "../support/browser/secret-shown.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { works } from "../support/organization/api-tokens.js";

inBrowser("an API token", () => {
  const test = consoleTest();

  it("is issued, shown once and revoked, by keyboard alone", async () => {
    const { admin } = await test.gateway.organization("acme");
    const person = await test.person();
    const page = await person.signIn(admin);
    const keyboard = new Keyboard(page);
    await keyboard.link("API tokens");
    await keyboard.button("Issue a token");
    const dialog = page.getByRole("dialog", { name: "Issue an API token" });
    await keyboard.write(dialog.getByLabel("Name", { exact: true }), "Deploy job");
    await keyboard.button("Issue the token", dialog);
    const token = await secretShown(page);
    // What is not found while it is there would never be found.
    await expect(expectNowhere(person, token)).rejects.toThrow(/not to contain/);
    await stored(keyboard);
    await expectNowhere(person, token);
    const client = new GraphqlClient(test.gateway.url, token);
    expect(await works(client)).toBe(true);

    await page.getByText("Deploy job").waitFor();
    await keyboard.button("What to do with Deploy job");
    await keyboard.choice("Revoke the token");
    await keyboard.button("Revoke the token", page.getByRole("dialog"));
    await page.getByText("Deploy job does not work any more.").waitFor();
    expect(await works(client)).toBe(false);
  });
});

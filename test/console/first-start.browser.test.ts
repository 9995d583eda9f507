import "reflect-metadata";
import { expect, it } from "vitest";
import { firstStart } from "../../src/first-start.js";
import { inBrowser } from "../support/browser/chromium.js";
import { consoleTest } from "../support/browser/console.js";
import { Keyboard } from "../support/browser/keyboard.js";
import { expectNowhere, secretShown, stored } from "../support/browser/secret-shown.js";

inBrowser("the link that the first start prints", () => {
  const test = consoleTest();

  it("signs in once, and leads to a first secret that works, by keyboard alone", async () => {
    const { url } = test.gateway;
    const printed = await firstStart(test.gateway.gateway.services, { url, consoleUrl: url });
    const [link = ""] = /http\S+#sign-in=ogc_\w+/.exec(printed ?? "") ?? [];
    const person = await test.person();
    const page = await person.open(link);
    const keyboard = new Keyboard(page);
    await page.getByText("No application is registered yet").waitFor();
    await page.waitForURL(`${url}/console/applications`);
    await keyboard.press(page.getByRole("link", { name: "Register an application" }).first());
    await keyboard.choose(page.getByRole("radio", { name: "Service" }));
    await keyboard.write(page.getByLabel("Name", { exact: true }), "Nightly export");
    await keyboard.button("Register the application");
    const secret = await secretShown(page);
    await stored(keyboard);
    await page.getByRole("heading", { name: "Nightly export" }).waitFor();
    await expectNowhere(person, secret);

    const clientId =
      (await page
        .getByText(/^[0-9a-f]{32}$/)
        .first()
        .textContent()) ?? "";
    const answer = await fetch(`${url}/oauth/token`, {
      method: "POST",
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}` },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    expect(answer.status).toBe(200);
    await page.getByText("One secret works, and it is in use.").waitFor();

    const late = await test.person();
    await (await late.open(link)).getByText("This link does not sign in any more").waitFor();
    await late.page.waitForURL(`${url}/console`);
  });
});

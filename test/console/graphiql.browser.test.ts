import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { axeInBothThemes } from "../support/browser/axe.js";
import { inBrowser } from "../support/browser/chromium.js";
import { consoleTest } from "../support/browser/console.js";
import { Keyboard } from "../support/browser/keyboard.js";
import type { TestOrganization } from "../support/gateway/gateway.js";

inBrowser("GraphiQL", () => {
  let acme: TestOrganization;
  const test = consoleTest({}, async (gateway) => {
    acme = await gateway.organization("acme");
    await acme.developer.createApplication({ name: "Checkout" });
    const { id } = await acme.developer.createApplication({ name: "Nightly export" });
    await acme.developer.rotate(id);
  });

  it("opens signed in from the console, in a tab that keeps neither token nor answer, by keyboard alone", async () => {
    const { signIn, context, watch } = await test.person();
    const page = await signIn(acme.developer);
    const opened = context.waitForEvent("page");
    await new Keyboard(page).link(/GraphiQL/, page.getByRole("navigation", { name: "Pages" }));
    const explorer = await opened;
    await explorer.waitForURL("/console/graphiql");
    const keyboard = new Keyboard(explorer);
    const result = explorer.getByRole("region", { name: /Result/i });
    await explorer.getByRole("link", { name: "acme" }).waitFor();
    await inUse(explorer);
    await keyboard.press(explorer.getByRole("button", { name: /^Execute query/ }));
    await result.getByText("Nightly export").waitFor();
    const kept = () => explorer.evaluate<string>("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])");
    // What is typed is kept once the typing pauses.
    await expect.poll(kept).toContain("OpenRotations");
    for (const kind of ["Nightly export", "ogt_"]) expect(await kept()).not.toContain(kind);

    await keyboard.button("ApplicationsByName");
    await keyboard.press(explorer.getByRole("button", { name: /^Execute query/ }));
    await result.getByText("Checkout").waitFor();
    expect(await kept()).not.toContain("ogt_");
    const posts = watch.requests.filter(
      (request) => request.frame() === explorer.mainFrame() && request.method() !== "GET",
    );
    expect(new Set(posts.map((request) => new URL(request.url()).pathname))).toEqual(new Set(["/graphql"]));
    expect(posts.filter((request) => request.postData()?.includes("__schema"))).toEqual([]);
    expect(watch.requests.filter((request) => !request.url().startsWith(test.gateway.url))).toEqual([]);
  });

  it("asks for a sign-in where nobody is signed in, breaks no rule of axe, and has examples that the role may run", async () => {
    const { open } = await test.person();
    const page = await open("/console/graphiql");
    await page.getByLabel("API token").fill(acme.viewer.token ?? "");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "ApplicationsByName", exact: true }).waitFor();
    await inUse(page);
    expect(await axeInBothThemes(page)).toEqual([]);
    expect(await page.getByRole("button", { name: "RegisterService", exact: true }).count()).toBe(0);
  });
});

/** Until both editors are there the page is inert: no key leads anywhere, and axe sees nothing of it. */
function inUse(page: Page): Promise<void> {
  return page.locator("main[aria-busy=false]").waitFor();
}

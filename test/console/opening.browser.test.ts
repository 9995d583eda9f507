import { expect, it } from "vitest";
import { inBrowser } from "../support/browser/chromium.js";
import { consoleTest } from "../support/browser/console.js";
import { noteTransfers } from "../support/browser/transfers.js";
import type { TestOrganization } from "../support/gateway/gateway.js";

/** Compressed, from opening the page until the list is drawn: 200,000 are promised, and the rest is room for more. */
const SCRIPT_BYTES = 165_000;
/** Scripts, styles and the icon. */
const ASSETS = 24;
/** What is loaded when somebody goes to another page, or is not signed in. */
const OF_OTHERS =
  /\/(?:application-page|create|members|tokens-page|audit|organization|graphiql|sign-in-(?:form|page|again))/;

inBrowser("opening the console", () => {
  let acme: TestOrganization;
  const test = consoleTest({}, async (gateway) => {
    acme = await gateway.organization("acme");
    await acme.developer.createApplication({ name: "Checkout" });
  });

  it("asks for what it needs and nothing else, and for few bytes, until the list is drawn", async () => {
    const { openAs, watch } = await test.person();
    const page = await openAs(acme.developer);
    const link = page.getByRole("link", { name: "Checkout" });
    await link.waitFor();
    const transfers = await noteTransfers(page);
    watch.requests.length = 0;
    await page.reload();
    await link.waitFor();
    await page.waitForLoadState("networkidle");

    const { requests } = watch;
    const asked = requests.map((request) => {
      const operation = request.postDataJSON()?.operationName;
      return [request.method(), new URL(request.url()).pathname, ...(operation ? [operation] : [])].join(" ");
    });
    const isAsset = (name: string) => name.startsWith("GET /console/assets/");
    expect(asked.filter((name) => !isAsset(name))).toEqual([
      "GET /console/applications",
      "POST /graphql Viewer",
      "POST /graphql Applications",
    ]);
    const assets = asked.filter(isAsset);
    expect(new Set(assets).size).toBe(assets.length);
    expect(assets.length).toBeLessThanOrEqual(ASSETS);
    expect(assets.filter((name) => OF_OTHERS.test(name))).toEqual([]);

    const scripts = transfers.filter(({ type }) => type === "Script");
    for (const { coding } of scripts) expect(coding).toMatch(/^(?:br|gzip)$/);
    const bytes = scripts.reduce((sum, script) => sum + script.bytes, 0);
    expect(bytes).toBeLessThanOrEqual(SCRIPT_BYTES);
    expect(bytes).toBeGreaterThan(50_000);
  });
});

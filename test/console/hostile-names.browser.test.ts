import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { inBrowser } from "../support/browser/chromium.js";
import { consoleTest } from "../support/browser/console.js";
import { keepWhatPasses } from "../support/browser/pages.js";
import type { TestOrganization } from "../support/gateway/gateway.js";
import { broughtClient, importClient } from "../support/organization/brought-clients.js";

const NAMES = [
  `<img src=x onerror="document.title='taken'"><script>document.title='taken'</script>`,
  "\u202Eeluder\u202C \u2066isolated\u2069 \u200Fmarks",
  "😀".repeat(256),
  "&lt;b&gt; $ {7*7} {{7*7}} javascript:alert(1)",
];

/** Of characters that a client id may have. */
const CLIENT_IDS = [
  "<img/src=x/onerror=document.title=1>",
  "https://app.example/?a=b#c%20d",
  "javascript:alert(1)//&lt;#{7*7}{{7*7}}",
  "W".repeat(255),
];

inBrowser("a hostile name", () => {
  let acme: TestOrganization;
  const ids: string[] = [];
  /** As the gateway keeps them. */
  const names: string[] = [];
  const test = consoleTest({}, async (gateway) => {
    acme = await gateway.organization("acme");
    for (const given of NAMES) {
      const { id, name } = await acme.admin.createApplication({ name: given });
      ids.push(id);
      names.push(name);
    }
  });

  it("is text like any other in the list and on its page, and moves nothing around it", async () => {
    const { openAs } = await test.person();
    const page = await openAs(acme.admin);
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      const items = page.getByRole("list", { name: "Applications" }).getByRole("listitem");
      await expect.poll(() => items.count()).toBe(NAMES.length);
      for (const [index, name] of [...names].reverse().entries()) {
        expect(await items.nth(index).getByRole("link").textContent()).toBe(name);
      }
      await expect.poll(() => overflowOf(page)).toBe(0);
    }
    for (const [index, id] of ids.entries()) {
      await page.goto(`/console/applications/${id}`);
      const heading = page.getByRole("heading", { level: 1 });
      await expect.poll(() => heading.textContent()).toBe(names[index]);
      expect(await heading.locator("bdi").textContent()).toBe(names[index]);
      await expect.poll(() => page.title()).toBe(`${names[index]} · acme`.replaceAll(/\s+/g, " "));
      await expect.poll(() => overflowOf(page)).toBe(0);
      expect(await page.locator("img").count()).toBe(0);
    }
  });
});

inBrowser("a hostile client id", () => {
  let acme: TestOrganization;
  const test = consoleTest({}, async (gateway) => {
    acme = await gateway.organization("acme");
    for (const [index, clientId] of CLIENT_IDS.entries()) {
      const client = broughtClient({ clientId, settings: { name: `Brought ${index}` } });
      expect(await importClient(gateway, acme, client)).toMatchObject({ clientId, result: "created" });
    }
  });

  it("is text in the list and on its page, to the letter, moves nothing, is found and is copied as it is", async () => {
    const { openAs } = await test.person({ permissions: ["clipboard-read", "clipboard-write"] });
    const page = await openAs(acme.developer);
    const items = page.getByRole("list", { name: "Applications" }).getByRole("listitem");
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      const missing = async () => {
        const texts = await items.allTextContents();
        return CLIENT_IDS.filter((clientId) => !texts.some((text) => text.includes(clientId)));
      };
      await expect.poll(missing).toEqual([]);
      await expect.poll(() => overflowOf(page)).toBe(0);
    }
    for (const [index, clientId] of CLIENT_IDS.entries()) {
      const { oauthApplication } = await acme.developer.ok(
        "query ($clientId: String!) { oauthApplication(clientId: $clientId) { id } }",
        { clientId },
      );
      await page.goto(`/console/applications/${oauthApplication.id}`);
      const heading = page.getByRole("heading", { level: 1 });
      await expect.poll(() => heading.textContent()).toBe(`Brought ${index}`);
      await page.getByText(clientId, { exact: true }).waitFor();
      await keepWhatPasses(page);
      await page.getByRole("button", { name: "Copy client id" }).click();
      await page.getByText("Copied").waitFor();
      expect(await page.evaluate("navigator.clipboard.readText()")).toBe(clientId);
      await expect.poll(() => overflowOf(page)).toBe(0);
      await expect.poll(() => page.title()).toBe(`Brought ${index} · acme`);
      expect(await page.locator("img").count()).toBe(0);
    }
    for (const [index, clientId] of CLIENT_IDS.entries()) {
      await page.goto(`/console/applications?${new URLSearchParams({ q: clientId, whose: "all" })}`);
      await expect.poll(() => items.getByRole("link").allTextContents()).toEqual([`Brought ${index}`]);
    }
  });
});

/** By how many pixels the page is wider than its window. */
function overflowOf(page: Page): Promise<number> {
  return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}

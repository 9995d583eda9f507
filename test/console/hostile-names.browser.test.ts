import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { inBrowser } from "../support/browser/chromium.js";
import { consoleTest } from "../support/browser/console.js";
import type { TestOrganization } from "../support/gateway/gateway.js";

const NAMES = [
  `<img src=x onerror="document.title='taken'"><script>document.title='taken'</script>`,
  "\u202Eeluder\u202C \u2066isolated\u2069 \u200Fmarks",
  "😀".repeat(256),
  "&lt;b&gt; $ {7*7} {{7*7}} javascript:alert(1)",
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
    const { signIn } = await test.person();
    const page = await signIn(acme.admin, { keep: true });
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

/** By how many pixels the page is wider than its window. */
function overflowOf(page: Page): Promise<number> {
  return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}

import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { axeInBothThemes } from "../support/browser/axe.js";
import { inBrowser, sharedBrowser } from "../support/browser/chromium.js";
import { consoleTest } from "../support/browser/console.js";
import { goTo } from "../support/browser/pages.js";
import type { TestOrganization } from "../support/gateway/gateway.js";
import { changed } from "../support/organization/oauth-applications.js";
import { newRecipient } from "../support/organization/recipients.js";

const WIDTHS = [320, 720, 1440, 2560];

/** What there is to say of a page that was looked at once, with everything that may be seen on it. */
interface Look {
  path: string;
  title: string;
  headings: string[];
  /** Widths of the window at which the page is wider than it. */
  tooWide: number[];
  /** Links of the navigation that are not wholly in a window of the least width. */
  cut: string[];
  violations: string[];
}

inBrowser("every page of the console", () => {
  const looks: Look[] = [];
  let acme: TestOrganization;
  const test = consoleTest({}, async (gateway) => {
    acme = await gateway.organization("acme");
    const { id } = await acme.owner.createApplication({ name: "Checkout" });
    await acme.owner.createApplication({ name: "Public page", public: true });
    const nightly = await acme.owner.createApplication({ name: "Nightly export" });
    await acme.owner.rotate(nightly.id, { previousSecret: "CONFIRM" });
    await acme.owner.rotate(id);
    await changed(acme.owner, "updateOAuthApplication", {
      oauthApplicationId: id,
      secretRecipientKey: newRecipient().jwk,
    });
    const { open, openAs } = await test.person();
    const page = await open();
    await page.getByLabel("API token").waitFor();
    looks.push(await lookAt(page, "/console"));
    await openAs(acme.owner);
    for (const path of [
      "/console/applications",
      "/console/applications/new",
      `/console/applications/${id}`,
      "/console/members",
      "/console/tokens",
      "/console/audit",
      "/console/organization",
      "/console/nothing",
    ]) {
      await goTo(page, path);
      looks.push(await lookAt(page, path));
    }
  });

  it("breaks no rule of axe, in either theme", () => {
    expect(looks.flatMap(({ path, violations }) => violations.map((violation) => `${path} ${violation}`))).toEqual([]);
  });

  it.each(WIDTHS)("fits a window of %i pixels", (width) => {
    expect(looks.filter(({ tooWide }) => tooWide.includes(width)).map(({ path }) => path)).toEqual([]);
  });

  it("shows the whole way to every other page, on the narrowest window, too", () => {
    expect(looks.filter(({ cut }) => cut.length > 0)).toEqual([]);
  });

  it("has the theme that is chosen in another tab", async () => {
    const { context, page, openAs } = await test.person();
    await openAs(acme.owner);
    const other = await context.newPage();
    await other.goto("/console");
    await other.getByRole("button", { name: "Sign out" }).waitFor();
    const theme = () => other.evaluate<string | undefined>("document.documentElement.dataset.theme");
    for (const [name, chosen] of [
      ["Dark", "dark"],
      ["Auto", undefined],
    ] as const) {
      await page.getByRole("radio", { name }).check();
      await expect.poll(theme).toBe(chosen);
      await expect.poll(() => other.getByRole("radio", { name }).isChecked()).toBe(true);
    }
  });

  it("has one heading, which stands in the browser's title with the organization", () => {
    expect(looks.length).toBeGreaterThan(8);
    const [signIn, ...others] = looks;
    expect(signIn?.headings).toEqual(["OAuth applications"]);
    for (const { path, title, headings } of others) expect([path, title]).toEqual([path, `${headings} · acme`]);
  });

  it("stands in no frame, and allows nothing unsafe but the styles of GraphiQL", async () => {
    for (const path of ["/console", "/console/deep/er", "/console/graphiql"]) {
      const { headers } = await fetch(test.gateway.url + path);
      const policy = headers.get("content-security-policy")?.split("; ") ?? [];
      const unsafe = policy.filter((directive) => directive.includes("unsafe-"));
      expect([path, unsafe]).toEqual([path, path.endsWith("graphiql") ? ["style-src 'self' 'unsafe-inline'"] : []]);
    }
    // A page of somebody else's, which wants the console inside its own.
    const context = await (await sharedBrowser()).newContext();
    try {
      const page = await context.newPage();
      const body = `<iframe src="${test.gateway.url}/console" title="taken"></iframe>`;
      await context.route("http://other.example/", (route) => route.fulfill({ contentType: "text/html", body }));
      await page.goto("http://other.example/");
      await expect.poll(() => page.frames()[1]?.url()).toBe("chrome-error://chromewebdata/");
    } finally {
      await context.close();
    }
  });
});

const CUT_LINKS = `[...document.querySelectorAll("nav a")]
  .filter((link) => link.getBoundingClientRect().right > innerWidth).map((link) => link.textContent)`;

async function lookAt(page: Page, path: string): Promise<Look> {
  const tooWide: number[] = [];
  const cut: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const isTooWide = await page.evaluate("document.documentElement.scrollWidth > innerWidth");
    if (isTooWide) tooWide.push(width);
    if (width === Math.min(...WIDTHS)) cut.push(...(await page.evaluate<string[]>(CUT_LINKS)));
  }
  const violations = await axeInBothThemes(page);
  const headings = await page.getByRole("heading", { level: 1 }).allTextContents();
  return { path, title: await page.title(), headings, tooWide, cut, violations };
}

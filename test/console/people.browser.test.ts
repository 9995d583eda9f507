import { once } from "node:events";
import { createServer } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { inBrowser, sharedBrowser } from "../support/browser/chromium.js";
import { gatewayBehindWindows } from "../support/browser/gateway-behind-windows.js";
import { whatIsShown } from "../support/browser/what-is-shown.js";
import { Windows } from "../support/browser/windows.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

/** What a page may keep for whoever comes next. */
const KEPT = "JSON.stringify([history.length, name, document.cookie, { ...localStorage }, { ...sessionStorage }])";

inBrowser("somebody whom a test calls to a browser", () => {
  let gateway: TestGateway;
  let windows: Windows;
  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
    windows = new Windows(gateway.url);
  });
  afterAll(async () => {
    await windows?.close();
    await gateway?.stop();
  });

  it("sits down where somebody has left, and finds nothing of theirs", async () => {
    const first = await windows.take();
    await first.page.goto("/health/live");
    await first.page.route("**/*", (route) => route.abort());
    await first.page.evaluate(`
      name = "theirs";
      document.cookie = "theirs=1";
      localStorage.theirs = sessionStorage.theirs = 1;
      history.pushState(null, "", "/health/theirs");
      addEventListener("beforeunload", (event) => event.preventDefault());
      console.error("theirs");`);
    await first.page.emulateMedia({ colorScheme: "dark" });
    await first.page.setViewportSize({ width: 320, height: 320 });
    await first.context.setOffline(true);
    await first.context.newPage();
    expect(first.watch.faults).toEqual(["theirs"]);
    await windows.leave(first);
    const next = await windows.take();
    expect(next.page).toBe(first.page);
    expect(next.context.pages()).toEqual([next.page]);
    expect(next.watch).toMatchObject({ faults: [], said: [], addresses: [], requests: [] });
    expect(await next.page.evaluate(KEPT)).toBe('[1,"","",{},{}]');
    expect(await next.page.evaluate("[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]")).toEqual([
      1280,
      false,
    ]);
    expect((await next.page.goto("/health/live"))?.status()).toBe(200);
    await windows.leave(next);
  });

  it("shares nothing with others who are there at the same time", async () => {
    const [one, other] = [await windows.take(), await windows.take()];
    for (const { page } of [one, other]) await page.goto("/health/live");
    await one.page.evaluate("localStorage.theirs = 1");
    expect(await other.page.evaluate("localStorage.length")).toBe(0);
    await Promise.all([one, other].map((window) => windows.leave(window)));
  });

  it("finds the next gateway behind the same windows, and behind others when somebody has taken its port", async () => {
    const one = await gatewayBehindWindows({});
    await one.gateway.stop();
    const next = await gatewayBehindWindows({});
    await next.gateway.stop();
    expect(next.windows).toBe(one.windows);
    const thief = createServer().listen(Number(new URL(next.gateway.url).port), "127.0.0.1");
    await once(thief, "listening");
    const other = await gatewayBehindWindows({});
    const window = await other.windows.take();
    expect((await window.page.goto("/health/live"))?.status()).toBe(200);
    expect(other.windows.url).not.toBe(next.windows.url);
    await other.windows.leave(window);
    await other.gateway.stop();
    thief.close();
  });

  it("has words for what stood on a page, and a browser again after one has died", async () => {
    const { page } = await windows.take();
    await page.setContent("<h1>Applications</h1><button>Rotate…</button>");
    expect(await whatIsShown(page)).toMatch(/showed:\n- heading "Applications" \[level=1\]\n- button "Rotate…"/);
    await (await sharedBrowser()).close();
    expect(await whatIsShown(page)).toContain("browser has died");
    const after = await windows.take();
    await after.page.goto("/health/live");
    await windows.leave(after);
  });
});

import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { sharedBrowser } from "./chromium.js";
import { disturb } from "./jitter.js";
import { type Watch, watch } from "./watched-page.js";

/** Only what hangs takes so long. */
const PATIENCE_MS = 60_000;

const VIEWPORT = { width: 1280, height: 720 };

/** A page of the gateway in which nothing runs. */
const AT_REST = "/health/live";

/** One page, with all that its browser keeps for it and shares with nobody else. */
export interface Window {
  context: BrowserContext;
  page: Page;
  watch: Watch;
  /** Which options it was opened with. */
  kind: string;
}

/**
 * Windows onto a gateway. Who comes next sits down where somebody has left, and finds nothing of theirs: a new window is
 * a new process and another compilation of the console, which costs more than what most tests do in it.
 */
export class Windows {
  readonly #free: Window[] = [];

  constructor(readonly url: string) {}

  async take(options: BrowserContextOptions = {}): Promise<Window> {
    const kind = JSON.stringify(options);
    const index = this.#free.findIndex((one) => one.kind === kind && !one.page.isClosed());
    const [window = await this.#open(kind, options)] = index < 0 ? [] : this.#free.splice(index, 1);
    window.watch.forget();
    return window;
  }

  /** Leaves it as a new one would be. */
  async leave(window: Window): Promise<void> {
    const { context, page } = window;
    for (const other of context.pages()) if (other !== page) await other.close();
    await Promise.all([context.setOffline(false), context.unrouteAll(), page.unrouteAll()]);
    // A page that was on its way elsewhere interrupts the first time.
    await page.goto(AT_REST).catch(() => page.goto(AT_REST));
    // Only now, since the console's page may write as long as it runs.
    await page.evaluate("sessionStorage.clear(), (name = '')");
    const session = await context.newCDPSession(page);
    await session.send("Storage.clearDataForOrigin", { origin: this.url, storageTypes: "all" });
    await session.send("Page.resetNavigationHistory");
    await session.detach();
    await context.clearCookies();
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize(VIEWPORT);
    this.#free.push(window);
  }

  async close(): Promise<void> {
    await Promise.all(this.#free.splice(0).map(({ context }) => context.close()));
  }

  async #open(kind: string, options: BrowserContextOptions): Promise<Window> {
    const browser = await sharedBrowser();
    const context = await browser.newContext({
      baseURL: this.url,
      viewport: VIEWPORT,
      colorScheme: "light",
      reducedMotion: "reduce",
      ...options,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const watched = await watch(context);
    await disturb(context);
    const page = await context.newPage();
    await page.goto(AT_REST);
    return { context, page, watch: watched, kind };
  }
}

import { join } from "node:path";
import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { startTestGateway, type TestGateway, type TestGatewayOptions } from "../gateway/gateway.js";
import type { GraphqlClient } from "../gateway/graphql-client.js";
import { sharedBrowser } from "./chromium.js";
import { CHROMIUM } from "./chromium-path.mjs";
import { photograph } from "./pictures.js";
import { type Watch, watch } from "./watched-page.js";

/** As the build left it: `npm test` builds first. */
export const BUILT_CONSOLE = join(import.meta.dirname, "../../../dist/console");

/** Only what hangs takes so long. */
const PATIENCE_MS = 60_000;

/** Somebody before a browser: windows that share what a browser shares, and nothing with anybody else's. */
export interface Person {
  context: BrowserContext;
  page: Page;
  watch: Watch;
  /** Opens a path in the page. */
  open(path?: string): Promise<Page>;
  /** Opens the console and signs in with this client's token. */
  signIn(client: GraphqlClient, options?: { keep?: boolean; path?: string }): Promise<Page>;
}

export interface ConsoleTest {
  readonly gateway: TestGateway;
  /** A new person. At the end of the test all that their browser noticed is judged. */
  person(options?: BrowserContextOptions): Promise<Person>;
  /** Origins that pages may ask beside the gateway, such as an issuer's. */
  origins: string[];
}

/** In the surrounding `describe`: one gateway with the built console, and people who look at it. */
export function consoleTest(
  options: TestGatewayOptions | (() => Promise<TestGatewayOptions>) = {},
  prepare: (gateway: TestGateway) => Promise<void> = async () => {},
): ConsoleTest {
  let gateway: TestGateway;
  const people: Person[] = [];
  const origins: string[] = [];
  beforeAll(async () => {
    if (!CHROMIUM) return;
    const given = typeof options === "function" ? await options() : options;
    gateway = await startTestGateway("sqlite", { consoleFolder: BUILT_CONSOLE, ...given });
    await prepare(gateway);
  });
  afterAll(() => gateway?.stop());
  afterEach(async () => {
    const gone = people.splice(0);
    for (const page of gone.flatMap(({ context }) => context.pages())) await photograph(page);
    await Promise.all(gone.map(({ context }) => context.close()));
    for (const person of gone) person.watch.expectClean([gateway.url, ...origins]);
  });
  return {
    get gateway() {
      return gateway;
    },
    origins,
    async person(contextOptions) {
      const person = await newPerson(gateway.url, contextOptions);
      people.push(person);
      return person;
    },
  };
}

/** A browser without a memory, at this address. */
export async function newPerson(url: string, options: BrowserContextOptions = {}): Promise<Person> {
  const browser = await sharedBrowser();
  const context = await browser.newContext({ baseURL: url, reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const watched = await watch(context);
  const page = await context.newPage();
  const open = async (path = "/console") => {
    await page.goto(path);
    return page;
  };
  return {
    context,
    page,
    watch: watched,
    open,
    async signIn({ token }, { keep = false, path } = {}) {
      await open(path);
      await page.getByLabel("API token").fill(token ?? "");
      if (keep) await page.getByLabel("Keep it for this tab").check();
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("button", { name: "Sign out" }).waitFor();
      return page;
    },
  };
}

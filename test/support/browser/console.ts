import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { TestGateway, TestGatewayOptions } from "../gateway/gateway.js";
import type { GraphqlClient } from "../gateway/graphql-client.js";
import { CHROMIUM } from "./chromium-path.mjs";
import { gatewayBehindWindows } from "./gateway-behind-windows.js";
import { Keyboard } from "./keyboard.js";
import { photograph } from "./pictures.js";
import { whatIsShown } from "./what-is-shown.js";
import type { Window, Windows } from "./windows.js";

/** As the build left it: `npm test` builds first. */
export const BUILT_CONSOLE = join(import.meta.dirname, "../../../dist/console");

/** Somebody before a browser: windows that share what a browser shares, and nothing with anybody else's. */
export interface Person extends Window {
  /** Opens a path in the page. */
  open(path?: string): Promise<Page>;
  /** Opens a path as who has told this tab to keep their token: half of what it takes a browser to sign in. */
  openAs(client: GraphqlClient, path?: string): Promise<Page>;
  /** Opens the console and signs in by keyboard, with this client's token. */
  signIn(client: GraphqlClient, options?: { keep?: boolean }): Promise<Page>;
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
  let windows: Windows;
  const people: Person[] = [];
  const origins: string[] = [];
  beforeAll(async () => {
    if (!CHROMIUM) return;
    const given = typeof options === "function" ? await options() : options;
    ({ gateway, windows } = await gatewayBehindWindows({ consoleFolder: BUILT_CONSOLE, ...given }));
    await prepare(gateway);
  });
  afterAll(() => gateway?.stop());
  afterEach(async ({ task }) => {
    const gone = people.splice(0);
    const pages = new Set(gone.flatMap(({ page, context }) => [page, ...context.pages()]));
    if (task.result?.state === "fail") {
      const shown = await Promise.all([...pages].map(whatIsShown));
      const faults = gone.flatMap(({ watch }) => watch.faults);
      // Where the browser has died there is nothing left to close.
      await Promise.allSettled(gone.map(({ context }) => context.close()));
      // Stands below the failure itself.
      if (gone.length > 0) throw new Error(["When it failed:", ...shown, ...faults].join("\n"));
      return;
    }
    for (const page of pages) await photograph(page);
    for (const person of gone) await windows.leave(person);
    for (const person of gone) person.watch.expectClean([gateway.url, ...origins]);
  });
  return {
    get gateway() {
      return gateway;
    },
    origins,
    async person(contextOptions) {
      const person = personAt(await windows.take(contextOptions));
      people.push(person);
      return person;
    },
  };
}

function personAt(window: Window): Person {
  const { page } = window;
  const open = async (path = "/console") => {
    await page.goto(path);
    return page;
  };
  const signedIn = async () => {
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    return page;
  };
  return {
    ...window,
    open,
    async openAs({ token }, path) {
      const kept = JSON.stringify(JSON.stringify({ token }));
      await page.evaluate(`sessionStorage.setItem("console-session", ${kept})`);
      await open(path);
      return signedIn();
    },
    async signIn({ token }, { keep = false } = {}) {
      await open();
      const keyboard = new Keyboard(page);
      await keyboard.write(page.getByLabel("API token"), token ?? "");
      if (keep) await keyboard.press(page.getByLabel("Keep it for this tab"), "Space");
      await keyboard.button("Sign in");
      return signedIn();
    },
  };
}

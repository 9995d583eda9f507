import { type Browser, chromium } from "playwright-core";
import { describe } from "vitest";
import { CHROMIUM } from "./chromium-path.mjs";

/** Tests that need a browser. Without one they count as skipped. */
export const inBrowser = describe.skipIf(CHROMIUM === undefined);

const ARGUMENTS = [
  "--no-sandbox",
  // A page is gone before code that was compiled to be quick has paid for its compilation.
  "--js-flags=--no-opt --no-maglev",
  // There is none, and to act as one by the processor costs more than to draw without.
  "--disable-gpu",
];

let launched: Promise<Browser> | undefined;

/** One browser for all files of a worker, another one when it has died; it ends with the worker, whose pipe it hangs on. */
export function sharedBrowser(): Promise<Browser> {
  launched ??= launch();
  return launched;
}

async function launch(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
  browser.once("disconnected", () => {
    launched = undefined;
  });
  return browser;
}

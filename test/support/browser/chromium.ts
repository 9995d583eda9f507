import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { describe } from "vitest";

/** Where Debian puts it. Another one can be named in the environment. */
const DEBIANS = "/usr/bin/chromium";

/** Path of the browser that tests drive; undefined where there is none. */
export const CHROMIUM = [process.env.CHROMIUM, DEBIANS].find((path) => path && existsSync(path));

/** Tests that need a browser. Without one they count as skipped. */
export const inBrowser = describe.skipIf(CHROMIUM === undefined);

let launched: Promise<Browser> | undefined;

/** One browser for all files of a worker; it ends with the worker, whose pipe it hangs on. */
export function sharedBrowser(): Promise<Browser> {
  launched ??= chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  return launched;
}

import type { BrowserContext, ConsoleMessage, Page, Request } from "playwright-core";
import { expect } from "vitest";

/** What Chromium says of an answer that is no success, and of a network that was cut: no fault of the page. */
const FAILED_REQUEST = /^Failed to load resource: /;

/** API tokens, client secrets, sign-in codes and users' tokens, wherever they stand. */
const CREDENTIAL = /og[stc]_[0-9A-Za-z]{20,}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/;

/** Everything that a browser noticed while somebody was on the pages of a context. */
export interface Watch {
  requests: Request[];
  /** Texts of the pages' console. */
  said: string[];
  faults: string[];
  /** Addresses that pages had, also for a moment. */
  addresses: string[];
  /** From now on, nothing has been noticed. */
  forget(): void;
  /**
   * Expects what has to hold in every journey: no error, no breach of the policy, no request that leaves the origins,
   * and no credential in an address or a log.
   */
  expectClean(origins: readonly string[]): void;
}

/** Watches all pages of a context from their beginning. */
export async function watch(context: BrowserContext): Promise<Watch> {
  const requests: Request[] = [];
  const said: string[] = [];
  const faults: string[] = [];
  const addresses: string[] = [];
  await context.exposeBinding("noteViolation", (_source, text: string) => void faults.push(text));
  // A script of the browser's own, which the page's policy is not asked about.
  await context.addInitScript(`document.addEventListener("securitypolicyviolation", (event) =>
    noteViolation(event.effectiveDirective + " forbids " + event.blockedURI + " " + event.sample))`);
  context.on("request", (request) => requests.push(request));
  context.on("weberror", (error) => faults.push(String(error.error())));
  context.on("console", (message: ConsoleMessage) => {
    said.push(message.text());
    if (message.type() === "error" && !FAILED_REQUEST.test(message.text())) faults.push(message.text());
  });
  context.on("page", (page: Page) => {
    page.on("framenavigated", (frame) => addresses.push(frame.url()));
    page.on("crash", () => faults.push(`The process of a page died: ${page.url()}`));
  });
  return {
    requests,
    said,
    faults,
    addresses,
    forget() {
      for (const noticed of [requests, said, faults, addresses]) noticed.length = 0;
    },
    expectClean(origins) {
      const urls = requests.map((request) => request.url());
      expect(faults).toEqual([]);
      expect(urls.filter((url) => !origins.some((origin) => url.startsWith(`${origin}/`)))).toEqual([]);
      expect([...urls, ...said].filter((text) => CREDENTIAL.test(text))).toEqual([]);
      expect(addresses.map(withoutSignIn).filter((url) => CREDENTIAL.test(url))).toEqual([]);
    },
  };
}

/** A sign-in link is opened with its code, which is taken out of the address at once. */
function withoutSignIn(url: string): string {
  return url.replace(/#sign-in=ogc_[0-9A-Za-z]+$/, "");
}

import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../services/clock.js";
import { discover, discoveryUrl } from "./discovery.js";

/** How long one look at the issuer's metadata may take. */
const TIMEOUT_MS = 5000;

/** How long a page waits for it; then it is sent with what is known without. */
const PATIENCE_MS = 500;

/** How long an answer counts, and how long to wait after a failure. */
const FRESH_MS = 10 * 60_000;
const COOLDOWN_MS = 10_000;

/** An origin as a source of a Content-Security-Policy, in which other characters have a meaning. */
const ORIGIN = /^https?:\/\/[\w.-]+(?::\d+)?$/;

/**
 * The origins that a page has to call to sign in at an issuer by itself: of its metadata and of its token endpoint,
 * which may be elsewhere. While the issuer does not answer, only its own.
 */
export class IssuerEndpoints {
  #known: { origins: readonly string[]; until: number } | undefined;
  #pending: Promise<void> | undefined;

  constructor(
    private readonly issuer: string,
    private readonly clock: Clock,
  ) {}

  /** Answers within half a second, whatever the issuer does. */
  async origins(): Promise<readonly string[]> {
    const isDue = !this.#known || this.clock() >= this.#known.until;
    if (isDue) {
      this.#pending ??= this.#look().finally(() => {
        this.#pending = undefined;
      });
      // Nobody waits for what is known and only to be renewed.
      if (!this.#known) await Promise.race([this.#pending, sleep(PATIENCE_MS, undefined, { ref: false })]);
    }
    return this.#known?.origins ?? originsOf([discoveryUrl(this.issuer)]);
  }

  async #look(): Promise<void> {
    const own = discoveryUrl(this.issuer);
    try {
      const { token_endpoint } = await discover(this.issuer, AbortSignal.timeout(TIMEOUT_MS));
      this.#known = { origins: originsOf([own, token_endpoint]), until: this.clock() + FRESH_MS };
    } catch {
      const origins = this.#known?.origins ?? originsOf([own]);
      this.#known = { origins, until: this.clock() + COOLDOWN_MS };
    }
  }
}

function originsOf(urls: readonly unknown[]): string[] {
  const origins = urls.map((url) => (typeof url === "string" && URL.canParse(url) ? new URL(url).origin : ""));
  return [...new Set(origins)].filter((origin) => ORIGIN.test(origin));
}

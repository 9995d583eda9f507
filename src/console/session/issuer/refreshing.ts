import type { IssuerTokens } from "./authorization.js";
import { renewAtIssuer } from "./sign-in.js";

/** How long before its end a token is renewed, in milliseconds; at most a third of its life. */
const AHEAD = 60_000;

/** A timer's longest time. */
const LONGEST = 2 ** 31 - 1;

/** How young a token is not renewed: if even that is refused, another one will be. */
const YOUNG = 30_000;

/** Goes on with new access tokens for as long as the issuer gives them for a refresh token, which is only in memory. */
export class Refreshing {
  #tokens: IssuerTokens;
  #since = performance.now();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pending: Promise<boolean> | undefined;

  /** `renewed` is called with each new token. */
  constructor(
    tokens: IssuerTokens,
    private readonly renewed: (previous: string, token: string) => void,
  ) {
    this.#tokens = tokens;
    this.#plan();
  }

  get token(): string {
    return this.#tokens.token;
  }

  /** Renews a token that was refused. Answers whether there is another one now. */
  async renewRefused(): Promise<boolean> {
    return performance.now() - this.#since >= YOUNG && this.#renewOnce();
  }

  /** Simultaneous calls share one refresh: a refresh token may work only once. */
  #renewOnce(): Promise<boolean> {
    this.#pending ??= this.#renew().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#tokens = { token: "" };
  }

  async #renew(): Promise<boolean> {
    const { token: previous, refreshToken } = this.#tokens;
    if (refreshToken === undefined) return false;
    const tokens = await renewAtIssuer(refreshToken);
    // It may have been stopped meanwhile.
    if (!tokens || this.#tokens.refreshToken !== refreshToken) return false;
    this.#tokens = tokens;
    this.#since = performance.now();
    this.#plan();
    this.renewed(previous, tokens.token);
    return true;
  }

  #plan(): void {
    clearTimeout(this.#timer);
    const { expiresIn, refreshToken } = this.#tokens;
    if (expiresIn === undefined || refreshToken === undefined) return;
    const life = expiresIn * 1000;
    this.#timer = setTimeout(() => void this.#renewOnce(), Math.min(life - Math.min(AHEAD, life / 3), LONGEST));
  }
}

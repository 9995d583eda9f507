import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import { DomainError } from "../model/domain-error.js";
import type { Clock } from "../services/clock.js";
import { boundedJson } from "./bounded-json.js";
import { discover } from "./discovery.js";

/** How long the issuer's server has to answer. */
const TIMEOUT_MS = 5000;

/** How long to wait between two discoveries, while the address of the key set is unknown. */
const DISCOVERY_COOLDOWN_MS = 1000;

/** How long to wait between two fetches for an unknown key, and so how long a new key may stay unknown. */
const KEY_SET_COOLDOWN_MS = 5000;

/** How long fetched keys count as current, and so how long a withdrawn key may still work. */
const FRESH_MS = 10 * 60_000;

/** How long the last keys are used while their server does not answer. */
const MAX_AGE_MS = 24 * 60 * 60_000;

/** When the last fetch was, and how it ended. */
interface Look {
  at: number;
  failure?: unknown;
  /** How long the next fetch has to wait while no keys are known. */
  cooldown: number;
}

/**
 * The keys of an outside issuer: found by discovery (OpenID Connect Discovery §4), and fetched again when they are old
 * or lack a token's key.
 */
export class IssuerKeys {
  #known: { keys: JWTVerifyGetKey; at: number } | undefined;
  #last: Look | undefined;
  #pending: Promise<void> | undefined;
  #warnedAt: number | undefined;

  /** `onStale` is called, with the reason, when keys older than they should be have to be used; not at each use. */
  constructor(
    private readonly issuer: string,
    private readonly clock: Clock,
    private readonly onStale: (cause: unknown) => void,
  ) {}

  /** The key that a token's header names. Throws `unavailable` when the issuer has to be asked and does not answer. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const keys = await this.#usable();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      // The issuer may have a new key.
      if (this.#mayLook(KEY_SET_COOLDOWN_MS)) await this.#look();
      if (this.#last?.failure !== undefined) throw issuerIsAway(this.#last.failure);
      return (this.#known?.keys ?? keys)(header, token);
    }
  };

  async #usable(): Promise<JWTVerifyGetKey> {
    if (!this.#known) {
      if (this.#mayLook(this.#last?.cooldown ?? 0)) await this.#look();
    } else if (!this.#isFresh(FRESH_MS) && this.#mayLook(KEY_SET_COOLDOWN_MS)) {
      // While the issuer is known to be away, requests do not wait for one more attempt.
      const isAway = this.#last?.failure !== undefined && this.#since(this.#last.at) < FRESH_MS;
      const look = this.#look();
      if (!isAway || !this.#isFresh(MAX_AGE_MS)) await look;
    }
    if (!this.#known || !this.#isFresh(MAX_AGE_MS)) throw issuerIsAway(this.#last?.failure);
    if (!this.#isFresh(FRESH_MS)) this.#warn();
    return this.#known.keys;
  }

  #isFresh(milliseconds: number): boolean {
    return this.#known !== undefined && this.#since(this.#known.at) < milliseconds;
  }

  /** The time since a moment; a clock that is set back must not make keys seem younger. */
  #since(moment: number): number {
    return Math.abs(this.clock() - moment);
  }

  #mayLook(cooldown: number): boolean {
    return this.#pending !== undefined || this.#last === undefined || this.#since(this.#last.at) >= cooldown;
  }

  #warn(): void {
    if (this.#warnedAt !== undefined && this.#since(this.#warnedAt) < FRESH_MS) return;
    this.#warnedAt = this.clock();
    this.onStale(this.#last?.failure);
  }

  /** Fetches the keys; simultaneous calls share one fetch. A failure is remembered in `#last`. */
  #look(): Promise<void> {
    this.#pending ??= this.#fetch().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #fetch(): Promise<void> {
    let cooldown = DISCOVERY_COOLDOWN_MS;
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const location = await findKeySet(this.issuer, signal);
      cooldown = 0;
      const keys = createLocalJWKSet(await fetchKeySet(location, signal));
      this.#known = { keys, at: this.clock() };
      this.#last = { at: this.clock(), cooldown };
      this.#warnedAt = undefined;
    } catch (failure) {
      this.#last = { at: this.clock(), failure, cooldown };
    }
  }
}

async function findKeySet(issuer: string, signal: AbortSignal): Promise<string> {
  const { jwks_uri: location } = await discover(issuer, signal);
  if (typeof location !== "string") throw new Error("The outside issuer's metadata names no keys.");
  return location;
}

async function fetchKeySet(location: string, signal: AbortSignal): Promise<JSONWebKeySet> {
  const headers = { accept: "application/json, application/jwk-set+json" };
  const response = await fetch(location, { signal, headers, redirect: "error" });
  if (response.status !== 200) throw new Error(`The outside issuer's key set is answered with ${response.status}.`);
  return (await boundedJson(response)) as JSONWebKeySet;
}

function issuerIsAway(cause: unknown): DomainError {
  return DomainError.unavailable("The issuer of your access token", cause);
}

import { consoleConfig, type IssuerConfig } from "../console-config.js";
import type { IssuerTokens } from "./authorization.js";
import { openRoundTrip, type RoundTrip } from "./round-trip.js";

/** What talks with the issuer: loaded only by who signs in there. */
const authorization = () => import("./authorization.js");

/** Leaves the page for the issuer; a text says why that did not work. */
export async function signInAtIssuer(from?: Pick<RoundTrip, "returnTo" | "isForAnother">): Promise<string | undefined> {
  const config = await issuerConfig();
  if (!config) return "This gateway has no issuer to sign in at.";
  const { leaveForIssuer, reasonOf } = await authorization();
  try {
    await leaveForIssuer(config, from ?? { returnTo: location.pathname + location.search, isForAnother: false });
  } catch (error) {
    return reasonOf(error);
  }
}

/** Signs in at the issuer in a window of its own, which tells the other tabs; a text says why that did not work. */
export function signInBeside(): string | undefined {
  return openRoundTrip()
    ? undefined
    : "Your browser did not open the window. Allow it for this page, or paste a token.";
}

/** The tokens for what the issuer sent back; a text says why there are none. */
export async function tokensFromIssuer(url: URL, trip: RoundTrip | null): Promise<IssuerTokens | string> {
  const config = await issuerConfig();
  if (!config || !trip) return "This sign-in was begun elsewhere, or is over. Please sign in again.";
  const { tokensFor, reasonOf } = await authorization();
  return tokensFor(config, url, trip).catch(reasonOf);
}

/** Null when the issuer gives no more, or does not answer. */
export async function renewAtIssuer(refreshToken: string): Promise<IssuerTokens | null> {
  const config = await issuerConfig();
  if (!config) return null;
  const { renewedTokens } = await authorization();
  return renewedTokens(config, refreshToken).catch(() => null);
}

async function issuerConfig(): Promise<IssuerConfig | null | undefined> {
  return (await consoleConfig())?.oidc;
}

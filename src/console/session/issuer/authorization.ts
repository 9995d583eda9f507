import * as oauth from "oauth4webapi";
import type { IssuerConfig } from "../console-config.js";
import { keepRoundTrip, type RoundTrip, redirectUri } from "./round-trip.js";

/** What an issuer has given for the gateway, and who it says the person is. */
export interface IssuerTokens {
  token: string;
  /** In seconds. */
  expiresIn?: number;
  refreshToken?: string;
  subject?: string;
}

/** Leaves for the issuer: authorization code with PKCE (RFC 7636), state, and a nonce where there is an id token. */
export async function leaveForIssuer(config: IssuerConfig, from: Pick<RoundTrip, "returnTo" | "isForAnother">) {
  const server = await discover(config);
  if (!server.authorization_endpoint) throw new Error("The issuer has no authorization endpoint.");
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const nonce = hasIdToken(config) ? oauth.generateRandomNonce() : undefined;
  const address = new URL(server.authorization_endpoint);
  const parameters = {
    client_id: config.clientId,
    redirect_uri: redirectUri(),
    response_type: "code",
    scope: config.scopes.join(" "),
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...(nonce && { nonce }),
    ...resourceOf(config),
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  keepRoundTrip({ state, verifier, ...(nonce && { nonce }), ...from });
  location.assign(address);
}

/** Exchanges what the issuer sent back, after its checks: state, issuer (RFC 9207), nonce. */
export async function tokensFor(config: IssuerConfig, url: URL, trip: RoundTrip): Promise<IssuerTokens> {
  const server = await discover(config);
  const client = { client_id: config.clientId };
  const callback = oauth.validateAuthResponse(server, client, url, trip.state);
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    callback,
    redirectUri(),
    trip.verifier,
    { ...transport(config), additionalParameters: resourceOf(config) },
  );
  const isIdTokenDue = hasIdToken(config);
  return tokensIn(
    await oauth.processAuthorizationCodeResponse(server, client, answer, {
      ...(trip.nonce && { expectedNonce: trip.nonce }),
      requireIdToken: isIdTokenDue,
    }),
  );
}

/** The next access token. Issuers may replace the refresh token with each. */
export async function renewedTokens(config: IssuerConfig, refreshToken: string): Promise<IssuerTokens> {
  const server = await discover(config);
  const client = { client_id: config.clientId };
  const options = { ...transport(config), additionalParameters: resourceOf(config) };
  const answer = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), refreshToken, options);
  return { refreshToken, ...tokensIn(await oauth.processRefreshTokenResponse(server, client, answer)) };
}

/** In the words of who wanted to sign in. */
export function reasonOf(error: unknown): string {
  if (error instanceof oauth.AuthorizationResponseError) {
    return error.error === "access_denied"
      ? "The issuer did not let you in, or you declined."
      : `The issuer refused to sign you in: ${error.error}.`;
  }
  if (error instanceof oauth.ResponseBodyError) return `The issuer gave no token: ${error.error}. Please try again.`;
  if (error instanceof oauth.OperationProcessingError) {
    return "What came back is not what this page asked for, so it was not used. Please sign in again.";
  }
  return globalThis.isSecureContext
    ? "The issuer did not answer this page. Please try again."
    : "Browsers sign in only where the page is loaded by https, or from this machine.";
}

async function discover(config: IssuerConfig): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(config.issuer);
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, transport(config)));
}

/** Plain http is for an issuer that the gateway's operator has named so. */
function transport({ issuer }: IssuerConfig) {
  return { [oauth.allowInsecureRequests]: issuer.startsWith("http:") };
}

function hasIdToken({ scopes }: IssuerConfig): boolean {
  return scopes.includes("openid");
}

/** RFC 8707: for which API the access token is. Left out for issuers that are told by other means. */
function resourceOf({ audience }: IssuerConfig): Record<string, string> {
  return audience === null ? {} : { resource: audience };
}

/** The access token only: the id token is for this page, and is never sent. */
function tokensIn(answer: oauth.TokenEndpointResponse): IssuerTokens {
  const { access_token: token, expires_in: expiresIn, refresh_token: refreshToken } = answer;
  const subject = oauth.getValidatedIdTokenClaims(answer)?.sub;
  return {
    token,
    ...(expiresIn !== undefined && { expiresIn }),
    ...(refreshToken !== undefined && { refreshToken }),
    ...(subject !== undefined && { subject }),
  };
}

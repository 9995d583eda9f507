import "./held-answers.js";

import { type ClerkClient, createClerkClient } from "@clerk/backend";
import Cloudflare, { type ClientOptions } from "cloudflare";
import { uuidOf } from "../../../src/model/identifier.js";
import { holdAnswers } from "./held-answers.js";

/** The OAuth applications of Clerk's SDK; only its base URL and its secret key are set. */
export function clerkSdk(url: string, token: string | null): ClerkClient["oauthApplications"] {
  holdAnswers(url);
  return createClerkClient({ secretKey: token ?? "", apiUrl: url }).oauthApplications;
}

/** Cloudflare's SDK; only its base URL and its token are set, unless `options` say more. */
export function cloudflareSdk(url: string, token: string | null, options: ClientOptions = {}): Cloudflare {
  holdAnswers(url);
  return new Cloudflare({ apiToken: token, baseURL: `${url}/client/v4`, ...options });
}

/** Cloudflare's SDK for one organization: its OAuth clients, and the account id that every method needs. */
export function cloudflareAccount(
  client: { url: string; token: string | null },
  organizationId: string,
  options: ClientOptions = {},
) {
  const sdk = cloudflareSdk(client.url, client.token, options);
  return { sdk, oauthClients: sdk.iam.oauthClients, account: { account_id: uuidOf(organizationId) } };
}

/** The required properties of Cloudflare's create. */
export const NEW_CLIENT = {
  client_name: "Shop",
  grant_types: ["authorization_code"],
  redirect_uris: ["https://shop.example.com/callback"],
  response_types: ["code"],
  scopes: ["zone.read"],
  token_endpoint_auth_method: "client_secret_basic",
} satisfies Omit<Cloudflare.IAM.OAuthClientCreateParams, "account_id">;

type OauthClients = Cloudflare["iam"]["oauthClients"];
type Account = { account_id: string };

/** All methods of Clerk's SDK, called with an application that need not exist. */
export const CLERK_METHODS: [string, (clerk: ReturnType<typeof clerkSdk>, id: string) => Promise<unknown>][] = [
  ["list", (clerk) => clerk.list()],
  ["create", (clerk) => clerk.create({ name: "Shop" })],
  ["get", (clerk, id) => clerk.get(id)],
  ["update", (clerk, id) => clerk.update({ oauthApplicationId: id, name: "Store" })],
  ["rotateSecret", (clerk, id) => clerk.rotateSecret(id)],
  ["revokeToken", (clerk, id) => clerk.revokeToken({ oauthApplicationId: id, token: "opaque" })],
  ["delete", (clerk, id) => clerk.delete(id)],
];

/** All methods of Cloudflare's SDK, called with a client that need not exist; in this order all succeed. */
export const CLOUDFLARE_METHODS: [
  string,
  (clients: OauthClients, account: Account, clientId: string) => PromiseLike<unknown>,
][] = [
  ["list", (clients, account) => clients.list(account)],
  ["create", (clients, account) => clients.create({ ...account, ...NEW_CLIENT })],
  ["get", (clients, account, clientId) => clients.get(clientId, account)],
  ["update", (clients, account, clientId) => clients.update(clientId, { ...account, client_name: "Store" })],
  ["rotateSecret", (clients, account, clientId) => clients.rotateSecret(clientId, account)],
  ["deleteRotatedSecret", (clients, account, clientId) => clients.deleteRotatedSecret(clientId, account)],
  ["delete", (clients, account, clientId) => clients.delete(clientId, account)],
];

/** The error of a call, which must fail with an instance of exactly `kind`. */
export async function failure<E extends Error>(
  kind: abstract new (...args: never[]) => E,
  call: PromiseLike<unknown>,
): Promise<E> {
  const outcome = await Promise.resolve(call).then(
    (value) => new Error(`succeeded with ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof kind && outcome.constructor === kind) return outcome;
  throw new Error(`Expected a ${kind.name}: ${outcome}`, { cause: outcome });
}

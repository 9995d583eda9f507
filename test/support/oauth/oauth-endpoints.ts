import type { DatabaseKind } from "../databases/databases.js";
import { startTestGateway, type TestGateway, type TestGatewayOptions } from "../gateway/gateway.js";
import type { CreatedApplication, GraphqlClient } from "../gateway/graphql-client.js";
import { send } from "../gateway/send.js";
import { onFreePort } from "../processes/ports.js";

/** An application that may ask for tokens, with its first secret. */
export interface Client extends CreatedApplication {
  clientSecret: string;
}

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape.
  json: any;
}

/** How a client presents its secret. */
export type Presentation = "basic" | "post";

/** A gateway that knows its own port, on which issuer and audience depend. */
export async function startOauthGateway(kind: DatabaseKind, options: TestGatewayOptions = {}): Promise<TestGateway> {
  return onFreePort((port) => startTestGateway(kind, { ...options, env: { PORT: String(port), ...options.env } }));
}

/** Registers an application with the client credentials grant. */
export async function createClient(developer: GraphqlClient, input: Record<string, unknown> = {}): Promise<Client> {
  const application = await developer.createApplication({ grantTypes: ["CLIENT_CREDENTIALS"], ...input });
  return { ...application, clientSecret: application.clientSecret as string };
}

/** Basic credentials with both parts form-encoded (RFC 6749 §2.3.1). */
export function basic(clientId: string, clientSecret: string): string {
  const encode = (text: string) => new URLSearchParams([["", text]]).toString().slice(1);
  return `Basic ${Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString("base64")}`;
}

/** Sends a form to one of the OAuth endpoints. */
export async function postForm(
  url: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const answer = await send(url, { method: "POST", headers, body: new URLSearchParams(form) });
  const { text } = answer;
  const isJson = answer.headers.get("content-type")?.startsWith("application/json") && text !== "";
  return { ...answer, json: isJson ? JSON.parse(text) : undefined };
}

/** Sends a form with the client's secret in one of two ways. */
export function postAs(
  url: string,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  form: Record<string, string>,
  presentation: Presentation = "basic",
): Promise<Reply> {
  return presentation === "basic"
    ? postForm(url, form, { authorization: basic(clientId, clientSecret) })
    : postForm(url, { ...form, client_id: clientId, client_secret: clientSecret });
}

/** Asks for an access token. */
export function requestToken(
  gatewayUrl: string,
  client: { clientId: string; clientSecret: string },
  form: Record<string, string> = {},
  presentation: Presentation = "basic",
): Promise<Reply> {
  return postAs(`${gatewayUrl}/oauth/token`, client, { grant_type: "client_credentials", ...form }, presentation);
}

/** An access token; throws when none is issued. */
export async function tokenOf(
  gatewayUrl: string,
  client: { clientId: string; clientSecret: string },
  form: Record<string, string> = {},
): Promise<string> {
  const { status, text, json } = await requestToken(gatewayUrl, client, form);
  if (status !== 200) throw new Error(`HTTP ${status}: ${text}`);
  return json.access_token;
}

/** What introspection shows a client of a token. */
export async function introspect(
  gatewayUrl: string,
  client: { clientId: string; clientSecret: string },
  token: string,
): Promise<Reply> {
  return postAs(`${gatewayUrl}/oauth/introspect`, client, { token });
}

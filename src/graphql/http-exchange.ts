import { type ApolloServer, HeaderMap } from "@apollo/server";
import type { GatewayContext } from "./context.js";
import type { MediaType } from "./media-type.js";

/** An HTTP request at `/graphql`, as Apollo takes it. */
export interface HttpExchange {
  method: string;
  headers: Record<string, string | string[] | undefined>;
  url: string;
  body: unknown;
  /** The media type of the answer. */
  mediaType: MediaType;
}

export interface HttpAnswer {
  status: number;
  headers: Iterable<[string, string]>;
  body: string;
}

/**
 * Executes one HTTP request; errors are part of the answer. The media type is chosen beforehand and is the only one
 * Apollo is told of: it would choose one after the execution, and refuse a mutation that was made.
 */
export async function execute(
  apollo: ApolloServer<GatewayContext>,
  { method, headers, url, body, mediaType }: HttpExchange,
  context: GatewayContext,
): Promise<HttpAnswer> {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  map.set("accept", mediaType);
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method, headers: map, search: searchOf(url), body: withoutEmptyName(body) },
    context: async () => context,
  });
  // @defer and @stream are not in the schema, so the body is always complete.
  const text = answer.body.kind === "complete" ? answer.body.string : "";
  return { status: answer.status ?? 200, headers: answer.headers, body: text };
}

/** Some clients send an operation name as empty text when they have none. */
function withoutEmptyName(body: unknown): unknown {
  if (typeof body !== "object" || body === null || !("operationName" in body) || body.operationName !== "") return body;
  const { operationName: _none, ...others } = body;
  return others;
}

/** The query with its `?`, without empty parameters; `query` must not be empty, and stays. */
function searchOf(url: string): string {
  const start = url.indexOf("?");
  if (start < 0) return "";
  const parameters = new URLSearchParams(url.slice(start));
  for (const name of ["operationName", "variables", "extensions"]) {
    if (parameters.get(name) === "") parameters.delete(name, "");
  }
  return `?${parameters}`;
}

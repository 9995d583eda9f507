import { IncomingMessage } from "node:http";
import type { Dialect, TokenRoute } from "../dialects/dialect.js";
import { DIALECTS } from "../dialects/dialects.js";
import { MAX_BODY_BYTES } from "../graphql/limits.js";
import { OAUTH_PATHS } from "../oauth/metadata.js";

/** A vendor's path for one of the OAuth endpoints. */
export interface TokenAlias {
  dialect: Dialect;
  route: TokenRoute;
}

const ALIASES = new Map<string, TokenAlias>(
  DIALECTS.flatMap((dialect) => dialect.tokenRoutes.map((route) => [dialect.prefix + route.path, { dialect, route }])),
);

/** Through which alias a request came that has the path of an OAuth endpoint by now. */
const aliases = new WeakMap<IncomingMessage, TokenAlias>();

/** Before routing: the path of a vendor's token route becomes that of the OAuth endpoint it stands for. */
export function rewriteTokenUrl(request: IncomingMessage): string {
  const { url = "" } = request;
  const [path = ""] = url.split("?", 1);
  const alias = ALIASES.get(path);
  if (!alias) return url;
  aliases.set(request, alias);
  return OAUTH_PATHS[alias.route.endpoint] + url.slice(path.length);
}

export function aliasOf(request: IncomingMessage): TokenAlias | undefined {
  return aliases.get(request);
}

/** A lenient route's request as OAuth spells it: parameters in the form, Basic credentials form-encoded. */
export async function strict(request: IncomingMessage): Promise<IncomingMessage> {
  const alias = aliases.get(request);
  if (!alias?.route.lenient) return request;
  const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
  const form = [await readForm(request), searchParams.toString()].filter((part) => part !== "").join("&");
  const copy = new IncomingMessage(request.socket);
  const { "transfer-encoding": _chunked, authorization, ...headers } = request.headers;
  Object.assign(copy.headers, headers, {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": String(Buffer.byteLength(form)),
    ...(authorization === undefined ? {} : { authorization: encodedBasic(authorization) }),
  });
  copy.method = request.method;
  copy.url = pathname;
  copy.httpVersion = request.httpVersion;
  // Whole as it is: otherwise Node takes its end for the client's going away, and closes the connection.
  copy.complete = true;
  copy.push(form);
  copy.push(null);
  aliases.set(copy, alias);
  return copy;
}

/** Throws what Fastify throws for a body that is too large; it is read to its end, so that the connection can go on. */
async function readForm(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (length > MAX_BODY_BYTES) throw Object.assign(new Error("The form is too large."), { statusCode: 413 });
  return Buffer.concat(chunks).toString();
}

/**
 * RFC 6749 §2.3.1 wants both parts form-encoded; many clients send them raw. Client ids and secrets have no white
 * space, and no `%` before two hexadecimal digits, so what was meant can always be told.
 */
function encodedBasic(authorization: string): string {
  const encoded = /^Basic +(\S+) *$/i.exec(authorization)?.[1];
  const credentials = encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString();
  const colon = credentials?.indexOf(":") ?? -1;
  if (credentials === undefined || colon < 0) return authorization;
  const parts = [credentials.slice(0, colon), credentials.slice(colon + 1)];
  return `Basic ${Buffer.from(parts.map(encodedOnce).join(":")).toString("base64")}`;
}

function encodedOnce(part: string): string {
  return encodeURIComponent(part.replace(/(?:%[0-9A-Fa-f]{2})+/g, decoded));
}

function decoded(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes;
  }
}

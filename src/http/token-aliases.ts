import { IncomingMessage } from "node:http";
import type { Dialect, TokenRoute } from "../dialects/dialect.js";
import { DIALECTS } from "../dialects/dialects.js";
import { OAUTH_PATHS } from "../oauth/metadata.js";
import { MAX_BODY_BYTES } from "./request-faults.js";

/** A vendor's path for one of the OAuth endpoints. */
export interface TokenAlias {
  dialect: Dialect;
  route: TokenRoute;
}

export const TOKEN_ALIASES: readonly TokenAlias[] = DIALECTS.flatMap((dialect) =>
  dialect.tokenRoutes.map((route) => ({ dialect, route })),
);

declare module "fastify" {
  interface FastifyContextConfig {
    /** Of a route that is a vendor's path for one of the OAuth endpoints. */
    alias?: TokenAlias;
  }
}

/**
 * A request at an alias as the OAuth endpoint takes it: at its path and, of a lenient route, with the parameters in the
 * form and Basic credentials form-encoded.
 */
export async function spelledOut(request: IncomingMessage, { route }: TokenAlias): Promise<IncomingMessage> {
  const path = OAUTH_PATHS[route.endpoint];
  const { search, searchParams } = new URL(request.url ?? "", "http://localhost");
  if (!route.lenient) return Object.assign(request, { url: path + search });
  const form = [await readForm(request), searchParams.toString()].filter((part) => part !== "").join("&");
  const copy = new IncomingMessage(request.socket);
  const { "transfer-encoding": _chunked, authorization, ...headers } = request.headers;
  Object.assign(copy.headers, headers, {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": String(Buffer.byteLength(form)),
    ...(authorization === undefined ? {} : { authorization: encodedBasic(authorization) }),
  });
  copy.method = request.method;
  copy.url = path;
  copy.httpVersion = request.httpVersion;
  // Whole as it is: otherwise Node takes its end for the client's going away, and closes the connection.
  copy.complete = true;
  copy.push(form);
  copy.push(null);
  return copy;
}

/** Throws what Fastify throws for a body that is too large; it is read to its end, so that the connection can go on. */
async function readForm(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request) {
      length += chunk.length;
      if (length <= MAX_BODY_BYTES) chunks.push(chunk);
    }
  } catch (cause) {
    // Its sender has left: with ECONNRESET, which of a database is an outage.
    throw Object.assign(new Error("The form did not arrive.", { cause }), { statusCode: 400 });
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

import { IncomingMessage } from "node:http";
import type { Dialect, TokenRoute } from "../dialects/dialect.js";
import { DIALECTS } from "../dialects/dialects.js";
import { encodedBasic } from "./basic-credentials.js";

/** A vendor's path for one of the OAuth endpoints. */
export interface TokenAlias {
  dialect: Dialect;
  route: TokenRoute;
}

/** The vendors' paths for the OAuth endpoints. */
export const TOKEN_ALIASES: readonly TokenAlias[] = DIALECTS.flatMap((dialect) =>
  dialect.tokenRoutes.map((route) => ({ dialect, route })),
);

/** Beyond this a form that is too large is not read to its end. */
const MAX_DISCARDED_BYTES = 1024 * 1024;

/** Each chunk costs, however small; clients that write a form parameter by parameter send fewer. */
const MAX_CHUNKS = 4096;

declare module "fastify" {
  interface FastifyContextConfig {
    /** Set for a route that is a vendor's path for one of the OAuth endpoints. */
    alias?: TokenAlias;
  }
}

/** oidc-provider's own limit of a form, which it answers with 400. */
export const MAX_FORM_BYTES = 56 * 1024;

/**
 * A request at an OAuth endpoint or a vendor's path for one, as oidc-provider takes it: at the endpoint's path and, for a
 * lenient route, with its parameters moved into the form and its Basic credentials form-encoded. Throws Fastify's error
 * for a form that is too large.
 */
export async function spelledOut(request: IncomingMessage, path: string, route?: TokenRoute): Promise<IncomingMessage> {
  if (Number(request.headers["content-length"] ?? 0) > MAX_FORM_BYTES) throw tooLarge();
  const { search, searchParams } = new URL(request.url ?? "", "http://localhost");
  const isMeasured = request.headers["transfer-encoding"] === undefined;
  if (!route?.lenient && isMeasured) return Object.assign(request, { url: route ? path + search : path });
  const body = await readForm(request);
  if (!route?.lenient) return copyOf(request, path, body, {});
  const { authorization } = request.headers;
  const form = [body, searchParams.toString()].filter((part) => part !== "").join("&");
  return copyOf(request, path, form, {
    "content-type": "application/x-www-form-urlencoded",
    ...(authorization === undefined ? {} : { authorization: encodedBasic(authorization) }),
  });
}

/**
 * A request at a path of its own as oidc-provider takes it: at the token endpoint, for a grant. Of its form only these
 * parameters are left. Without a form it may come without a media type.
 */
export async function asGrant(
  request: IncomingMessage,
  path: string,
  grant: string,
  parameters: readonly string[],
): Promise<IncomingMessage> {
  if (Number(request.headers["content-length"] ?? 0) > MAX_FORM_BYTES) throw tooLarge();
  const body = await readForm(request);
  const sent = [...new URLSearchParams(body)].filter(([name]) => parameters.includes(name));
  const form = new URLSearchParams([...sent, ["grant_type", grant]]).toString();
  return copyOf(request, path, form, body === "" ? { "content-type": "application/x-www-form-urlencoded" } : {});
}

/** The request with a body that is read already. */
function copyOf(request: IncomingMessage, path: string, body: string, others: object): IncomingMessage {
  const copy = new IncomingMessage(request.socket);
  const { "transfer-encoding": _chunked, ...headers } = request.headers;
  Object.assign(copy.headers, headers, { "content-length": String(Buffer.byteLength(body)), ...others });
  copy.method = request.method;
  copy.url = path;
  copy.httpVersion = request.httpVersion;
  // Otherwise Node takes the end of this copy for the client leaving, and closes the connection.
  copy.complete = true;
  copy.push(body);
  copy.push(null);
  return copy;
}

function tooLarge(): Error {
  return Object.assign(new Error("The form is too large."), { statusCode: 413 });
}

/**
 * Reads a form. Throws Fastify's error for one that is too large: when it has ended, so that its sender hears of that,
 * but a form in chunks may never end.
 */
function readForm(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let count = 0;
    const isTooLarge = () => length > MAX_FORM_BYTES || count > MAX_CHUNKS;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      count += 1;
      if (!isTooLarge()) chunks.push(chunk);
      else if (length > MAX_DISCARDED_BYTES || count > MAX_CHUNKS) {
        request.pause();
        reject(tooLarge());
      }
    });
    request.on("end", () => (isTooLarge() ? reject(tooLarge()) : resolve(Buffer.concat(chunks).toString())));
    // The client has left. ECONNRESET itself would look like an outage of the database.
    const left = () => reject(Object.assign(new Error("The form did not arrive."), { statusCode: 400 }));
    request.on("error", left);
    request.on("close", left);
  });
}

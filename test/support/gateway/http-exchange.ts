import { connect } from "node:net";
import { expect } from "vitest";
import type { AnswerError } from "./graphql-client.js";
import { type Exchange, type Sent, send } from "./send.js";

/** Sends a request that `GraphqlClient` cannot make. */
export { type Exchange, type Sent, send as exchange };

/** Posts a body to `/graphql` as JSON unless `headers` say otherwise. */
export function postGraphql(
  url: string,
  token: string | null,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): Promise<Exchange> {
  return send(`${url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body,
  });
}

/**
 * Writes bytes to a socket, which no HTTP client would send, and answers what came until the server closed the
 * connection. The last request should say `Connection: close`.
 */
export function sendRaw(url: string, bytes: string | Buffer): Promise<Exchange[]> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    let failure: Error | undefined;
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("end", () => socket.end());
    // A server that refuses early may reset what it has not read; the answer before that counts.
    socket.on("error", (error) => {
      failure = error;
    });
    socket.on("close", () => {
      if (failure && chunks.length === 0) reject(failure);
      else resolve(parseAnswers(Buffer.concat(chunks)));
    });
    socket.write(bytes);
  });
}

function parseAnswers(bytes: Buffer): Exchange[] {
  const answers: Exchange[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const headEnd = bytes.indexOf("\r\n\r\n", offset);
    if (headEnd < 0) throw new Error(`not an HTTP answer: ${bytes.subarray(offset, offset + 200)}`);
    const [statusLine = "", ...lines] = bytes.subarray(offset, headEnd).toString("latin1").split("\r\n");
    const headers = new Headers(
      lines.map((line): [string, string] => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon), line.slice(colon + 1).trim()];
      }),
    );
    const end = headEnd + 4 + Number(headers.get("content-length") ?? 0);
    answers.push({
      status: Number(statusLine.split(" ")[1]),
      headers,
      text: bytes.subarray(headEnd + 4, end).toString(),
    });
    offset = end;
  }
  return answers;
}

/** Text that tests send and that no answer may contain. */
export const MARKER = "ogs_MarkerThatNoAnswerMayEcho";

/** Text that only somebody with the source or the host should see. */
const INSIDE =
  /node_modules|\/(?:work|home|root|tmp|src|dist)\/|\.[jt]s:\d|\bat \w[\w.]* \(|stacktrace|"stack"|SQLITE|\bSELECT\b|\bINSERT\b|\bUPDATE\b|QueryFailed|\bpg_|typeorm|type-graphql|class-validator|fastify|FST_|Apollo Server|graphql-js|graphql-yoga|undici|\bnode:|RangeError|TypeError|Maximum call stack|Cannot read prop/i;

/**
 * Expects a refusal as every one at `/graphql` must be: JSON, a message and a code for each error, nothing internal.
 */
export function expectRefusal({ status, headers, text }: Exchange): AnswerError[] {
  expect(status, text).toBeGreaterThanOrEqual(200);
  expect(status, text).toBeLessThan(500);
  expect(headers.get("content-type"), text).toMatch(/^application\/(?:graphql-response\+)?json\b/);
  const { errors } = JSON.parse(text) as { errors: AnswerError[] };
  expect(errors, text).toBeInstanceOf(Array);
  expect(errors.length).toBeGreaterThan(0);
  expect(errors.length).toBeLessThanOrEqual(100);
  for (const error of errors) {
    expect(error).toMatchObject({ message: expect.stringMatching(/\S/), extensions: { code: expect.any(String) } });
    expect(error.extensions.code).not.toBe("INTERNAL_SERVER_ERROR");
  }
  expectNothingOfTheInside(text);
  return errors;
}

export function expectNothingOfTheInside(text: string): void {
  expect(insideOf(text)).toEqual([]);
}

/** What a text tells of the inside, or repeats of a secret. */
export function insideOf(text: string): string[] {
  return [INSIDE, MARKER].flatMap((told) => text.match(told)?.[0] ?? []);
}

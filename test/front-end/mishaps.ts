import type { Mishap } from "./bad-network.js";

/** Closes the connection before anything is answered. */
const cutBefore: Mishap = ({ socket }) => void socket?.destroy();

/** Closes it when half of the answer has been sent. */
const cutWithin: Mishap = (answer) => {
  const half = '{"data":{"oauthApplications":{"edges":[';
  answer.writeHead(200, { "content-type": "application/graphql-response+json", "content-length": 2 * half.length });
  answer.write(half, () => answer.socket?.destroy());
};

/** What something between the page and the gateway says in its own words. */
function somebodyElse(status: number, type: string, body: string): Mishap {
  return (answer) => void answer.writeHead(status, { "content-type": type }).end(body);
}

interface Refused {
  status: number;
  type?: string;
  code: string;
  details?: object;
}

/** What the gateway answers to what it refuses before it is executed. */
function refusedBefore({ status, type = "application/graphql-response+json", code, details }: Refused): Mishap {
  const errors = [{ message: `Refused as ${code}.`, extensions: { code, ...details } }];
  return somebodyElse(status, type, JSON.stringify({ errors }));
}

/** What it answers when a field was refused while the document was executed. */
function refusedWithin({ code, details }: Refused): Mishap {
  return (answer, rootField) => {
    const errors = [{ message: `Refused as ${code}.`, path: [rootField], extensions: { code, ...details } }];
    const body = JSON.stringify({ data: { [rootField]: null }, errors });
    somebodyElse(200, "application/graphql-response+json", body)(answer, rootField);
  };
}

const HTML = "<html><head><title>502 Bad Gateway</title></head></html>";

const NETWORK: [string, Mishap][] = [
  ["a connection that is cut", cutBefore],
  ["a connection that is cut within the answer", cutWithin],
  ["a proxy's 502 with HTML", somebodyElse(502, "text/html", HTML)],
  ["a proxy's 503 with JSON of its own", somebodyElse(503, "application/json", '{"message":"no healthy upstream"}')],
  ["a proxy's 500 with null", somebodyElse(500, "application/json", "null")],
  ["a sign-in page with 200", somebodyElse(200, "text/html", HTML)],
  ["an empty answer", somebodyElse(200, "application/json", "")],
  ["an answer with nothing in it", somebodyElse(200, "application/json", '{"data":null}')],
  ["errors without a code", somebodyElse(200, "application/json", '{"data":null,"errors":[{"message":"Strange."}]}')],
  ["errors that are none", somebodyElse(200, "application/json", '{"errors":[null]}')],
];

/** Every refusal of the gateway, as docs/front-ends.md lists them; see readme.test.ts. */
export const REFUSALS: Refused[] = [
  { code: "BAD_USER_INPUT", status: 400, details: { field: "name", rule: "maxLength", limit: 256 } },
  { code: "UNAUTHENTICATED", status: 401 },
  { code: "FORBIDDEN", status: 403 },
  { code: "NOT_FOUND", status: 404 },
  { code: "CONFLICT", status: 409 },
  { code: "TOO_MANY_REQUESTS", status: 429, details: { retryAfterSeconds: 7 } },
  { code: "SERVICE_UNAVAILABLE", status: 503, details: { retryAfterSeconds: 2 } },
  { code: "SERVICE_UNAVAILABLE", status: 503 },
  { code: "GRAPHQL_PARSE_FAILED", status: 400 },
  { code: "GRAPHQL_VALIDATION_FAILED", status: 400, details: { cost: 20_000, limit: 10_000 } },
  { code: "BAD_REQUEST", status: 400 },
  { code: "OPERATION_RESOLUTION_FAILURE", status: 400 },
  { code: "PERSISTED_QUERY_NOT_SUPPORTED", status: 200 },
  { code: "NOT_ACCEPTABLE", status: 406, type: "application/json" },
  { code: "REQUEST_TIMEOUT", status: 408, type: "application/json" },
  { code: "PAYLOAD_TOO_LARGE", status: 413 },
  { code: "UNSUPPORTED_MEDIA_TYPE", status: 415 },
  { code: "HEADERS_TOO_LARGE", status: 431, type: "application/json" },
  { code: "INTERNAL_SERVER_ERROR", status: 500, details: { correlationId: "req-1" } },
];

/** What may become of any request. */
export const MISHAPS: [string, Mishap][] = [
  ...NETWORK,
  ...REFUSALS.map((refused): [string, Mishap] => [`${refused.status} ${refused.code}`, refusedBefore(refused)]),
];

/** The same, and what may become of a field. */
export const MISHAPS_WITHIN: [string, Mishap][] = [
  ...MISHAPS,
  ...REFUSALS.map((refused): [string, Mishap] => [`a field's ${refused.code}`, refusedWithin(refused)]),
];

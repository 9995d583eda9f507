import type { FastifyRequest } from "fastify";
import type { Refusal, RequestFault } from "../refusal/refusal.js";

/** The largest body of any request, in bytes. */
export const MAX_BODY_BYTES = 256 * 1024;

/** The gateway's own words for what Fastify refuses before a handler runs, by Fastify's status. */
const FAULTS: Record<number, { code: RequestFault; message: (format: string, limit: number) => string }> = {
  400: { code: "malformed", message: (format) => `The request is malformed: ${format} is expected as its body.` },
  404: { code: "nothing_there", message: () => "There is nothing at this path." },
  405: {
    code: "wrong_method",
    message: () => "This path does not have this method; the header Allow names those it has.",
  },
  406: {
    code: "not_acceptable",
    message: () => "The header Accept takes neither application/json nor application/graphql-response+json.",
  },
  408: { code: "too_slow", message: () => "The request did not arrive in time." },
  413: { code: "too_large", message: (_format, limit) => `The body is larger than ${limit} bytes.` },
  415: { code: "unsupported_type", message: (format) => `The body must be ${format}.` },
};

/** The `code` of the error for a compressed body. */
export const COMPRESSED = "GATEWAY_COMPRESSED";

/** By the error's code, where its status does not tell enough. */
const FAULTS_BY_CODE: Record<string, (typeof FAULTS)[number]> = {
  FST_ERR_BAD_URL: { code: "malformed", message: () => "The path is not a valid URL." },
  [COMPRESSED]: {
    code: "unsupported_type",
    message: () => "The body must not be compressed: Content-Encoding can only be identity.",
  },
};

/** The fault that an error with Fastify's `statusCode` stands for; undefined for other errors. */
export function faultOf(error: unknown, request: FastifyRequest): Omit<Refusal, "correlationId"> | undefined {
  const { statusCode = 500, code: reason = "" } = error as { statusCode?: number; code?: string };
  const fault = FAULTS_BY_CODE[reason] ?? FAULTS[statusCode];
  const limit = request.routeOptions?.bodyLimit ?? MAX_BODY_BYTES;
  return fault && { code: fault.code, message: fault.message(bodyFormatOf(request), limit), details: {} };
}

function bodyFormatOf({ routeOptions }: FastifyRequest): string {
  const isOauth = routeOptions?.url?.startsWith("/oauth/") || routeOptions?.config?.alias;
  return isOauth ? "application/x-www-form-urlencoded" : "application/json";
}

/** The error for a request that accepts none of the answer's media types. */
export function notAcceptable(): Error {
  return Object.assign(new Error("Not acceptable"), { statusCode: 406 });
}

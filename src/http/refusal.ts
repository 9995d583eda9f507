import type { FastifyReply, FastifyRequest } from "fastify";
import type { GraphQLFormattedError } from "graphql";
import type { Logger } from "pino";
import { formatRefusal, logOutage, logUnexpected, maskedError, refusalBehind } from "../graphql/errors.js";
import { MAX_BODY_BYTES } from "../graphql/limits.js";
import { JSON_TYPE, preferredMediaType } from "../graphql/media-type.js";
import { DomainError, type DomainErrorCode } from "../model/domain-error.js";
import type { Metrics } from "./metrics.js";

const STATUS: Record<DomainErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_many_requests: 429,
  unavailable: 503,
};

/** What is refused before a handler does anything, most of it by Fastify, in words of ours. */
const FRAMEWORK: Record<number, { code: string; message: (format: string) => string }> = {
  400: { code: "BAD_REQUEST", message: (format) => `The request is malformed: ${format} is expected as its body.` },
  404: { code: "NOT_FOUND", message: () => "There is nothing at this path." },
  406: {
    code: "NOT_ACCEPTABLE",
    message: () => "The header Accept takes neither application/json nor application/graphql-response+json.",
  },
  408: { code: "REQUEST_TIMEOUT", message: () => "The request did not arrive in time." },
  413: { code: "PAYLOAD_TOO_LARGE", message: () => `The body is larger than ${MAX_BODY_BYTES} bytes.` },
  415: { code: "UNSUPPORTED_MEDIA_TYPE", message: (format) => `The body must be ${format}.` },
};

const BAD_URL: (typeof FRAMEWORK)[number] = { code: "BAD_REQUEST", message: () => "The path is not a valid URL." };

function bodyFormatOf({ routeOptions }: FastifyRequest): string {
  const isOauth = routeOptions?.url?.startsWith("/oauth/") || routeOptions?.config?.alias;
  return isOauth ? "application/x-www-form-urlencoded" : "application/json";
}

/** For a request whose answer could not be sent under any media type that it accepts. */
export function notAcceptable(): Error {
  return Object.assign(new Error("Not acceptable"), { statusCode: 406 });
}

export interface Refusal {
  status: number;
  error: GraphQLFormattedError;
}

/** What a failed request is answered with. What nobody foresaw is logged under the request's id and masked. */
export function refusalOf(error: unknown, request: FastifyRequest, logger: Logger): Refusal {
  const refusal = refusalBehind(error);
  if (refusal?.code === "unavailable") {
    logOutage(logger, error);
    // What was only to be read, to show what was changed, must not sound as if nothing had happened.
    const told = request.actor?.origin.patience?.hasChanged ? DomainError.inDoubt() : refusal;
    return { status: STATUS[told.code], error: formatRefusal(told) };
  }
  if (refusal?.details.refused) request.refused = refusal.details.refused;
  if (refusal) return { status: STATUS[refusal.code], error: formatRefusal(refusal) };
  const { statusCode: status = 500, code: reason } = error as { statusCode?: number; code?: string };
  const framework = reason === "FST_ERR_BAD_URL" ? BAD_URL : FRAMEWORK[status];
  if (framework) {
    const { code, message } = framework;
    return { status, error: { message: message(bodyFormatOf(request)), extensions: { code } } };
  }
  return { status: 500, error: maskedError(logUnexpected(logger, request.id, error)) };
}

/**
 * Sends a refusal in the shape of a GraphQL answer, under the media type that was asked for: GraphQL clients read the
 * body of a refusal only when it says that it is a GraphQL response (GraphQL over HTTP §6.4.2).
 */
export function sendRefusal(reply: FastifyReply, refusal: Refusal, metrics: Metrics): FastifyReply {
  reply.header("content-type", preferredMediaType(reply.request.headers.accept) ?? JSON_TYPE);
  return prepareRefusal(reply, refusal, metrics).send({ errors: [refusal.error] });
}

/** Counts a refusal and sets its status and headers; the body's shape is each way in's own. */
export function prepareRefusal(reply: FastifyReply, { status, error }: Refusal, metrics: Metrics): FastifyReply {
  const { code, retryAfterSeconds } = error.extensions ?? {};
  metrics.refusals.inc({ code: String(code) });
  if (retryAfterSeconds !== undefined) reply.header("retry-after", String(retryAfterSeconds));
  if (status === 401) reply.header("www-authenticate", challenge(reply.request));
  return reply.code(status);
}

/** RFC 6750 §3: the error is named only when a credential was presented. */
function challenge(request: FastifyRequest): string {
  const realm = 'Bearer realm="oauth-app-gateway"';
  return request.refused === "no_credential" ? realm : `${realm}, error="invalid_token"`;
}

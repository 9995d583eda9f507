import type { FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import type { Refused } from "../dialects/dialect.js";
import { JSON_TYPE, preferredMediaType } from "../graphql/media-type.js";
import { REFUSALS, refuse as refuseGraphql } from "../graphql/refusals.js";
import { DomainError } from "../model/domain-error.js";
import { type Refusal, refusalOf } from "../refusal/refusal.js";
import type { Metrics } from "./metrics.js";
import { faultOf } from "./request-faults.js";

/** Answers a failed request in the shape of its way in, or by default of GraphQL. */
export type Refuser = (reply: FastifyReply, error: unknown, refuse?: (refusal: Refusal) => Refused) => FastifyReply;

/** The refusal that answers a failed request. */
export function refusalFor(request: FastifyRequest, error: unknown, logger: Logger): Refusal {
  // Checked first: when a client leaves, Node reports ECONNRESET, which from a database would be an outage.
  const fault = error instanceof DomainError ? undefined : faultOf(error, request);
  if (fault) return { ...fault, correlationId: request.id };
  const refusal = refusalOf(error, request.id, logger);
  if (refusal.details.refused) request.refused = refusal.details.refused;
  // When a change was made and only the read afterwards failed, the answer must not claim that nothing happened.
  const isInDoubt = refusal.code === "unavailable" && request.actor?.origin.patience?.hasChanged;
  return isInDoubt ? refusalOf(DomainError.inDoubt(), request.id, logger) : refusal;
}

/** The refuser of one gateway. It counts refusals by GraphQL's codes, whatever the way in. */
export function createRefuser(logger: Logger, metrics: Metrics): Refuser {
  return (reply, error, refuse) => {
    const { request } = reply;
    const refusal = refusalFor(request, error, logger);
    metrics.refusals.inc({ code: REFUSALS[refusal.code].code });
    const { retryAfterSeconds } = refusal.details;
    if (retryAfterSeconds !== undefined) reply.header("retry-after", String(retryAfterSeconds));
    if (refusal.code === "unauthenticated") reply.header("www-authenticate", challenge(request));
    const { status, headers = {}, body } = refuse ? refuse(refusal) : inGraphql(refusal, request);
    // A handler may have said before it failed how long its answer can be kept.
    const uncached = { "cache-control": "no-store", pragma: "no-cache" };
    // A buffer, since Fastify adds a charset to text.
    return reply
      .code(status)
      .headers({ "content-type": JSON_TYPE, ...headers, ...uncached })
      .send(Buffer.from(JSON.stringify(body)));
  };
}

/** GraphQL clients read a refusal only under a media type of GraphQL (GraphQL over HTTP §6.4.2). */
function inGraphql(refusal: Refusal, { headers: { accept } }: FastifyRequest): Refused {
  return { ...refuseGraphql(refusal), headers: { "content-type": preferredMediaType(accept) ?? JSON_TYPE } };
}

/** The error is named only when a credential was sent (RFC 6750 §3). */
function challenge(request: FastifyRequest): string {
  const realm = 'Bearer realm="oauth-app-gateway"';
  return request.refused === "no_credential" ? realm : `${realm}, error="invalid_token"`;
}

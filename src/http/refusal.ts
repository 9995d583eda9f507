import type { FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import type { Refused } from "../dialects/dialect.js";
import { JSON_TYPE, preferredMediaType } from "../graphql/media-type.js";
import { REFUSALS, refuse as refuseGraphql } from "../graphql/refusals.js";
import { DomainError } from "../model/domain-error.js";
import { type Refusal, refusalOf } from "../refusal/refusal.js";
import type { Metrics } from "./metrics.js";
import { faultOf } from "./request-faults.js";

/** Answers a request that failed, in the shape of the way in by which it came; of none, in GraphQL's. */
export type Refuser = (reply: FastifyReply, error: unknown, refuse?: (refusal: Refusal) => Refused) => FastifyReply;

/** What a failed request is answered with. */
export function refusalFor(request: FastifyRequest, error: unknown, logger: Logger): Refusal {
  // Of its sender's leaving Fastify says 400, and Node what it would say of a database that is away.
  const fault = error instanceof DomainError ? undefined : faultOf(error, request);
  if (fault) return { ...fault, correlationId: request.id };
  const refusal = refusalOf(error, request.id, logger);
  if (refusal.details.refused) request.refused = refusal.details.refused;
  // What was only to be read, to show what was changed, must not sound as if nothing had happened.
  const isInDoubt = refusal.code === "unavailable" && request.actor?.origin.patience?.hasChanged;
  return isInDoubt ? refusalOf(DomainError.inDoubt(), request.id, logger) : refusal;
}

/** Refusals are counted by GraphQL's codes, whatever their own way in calls them. */
export function createRefuser(logger: Logger, metrics: Metrics): Refuser {
  return (reply, error, refuse) => {
    const { request } = reply;
    const refusal = refusalFor(request, error, logger);
    metrics.refusals.inc({ code: REFUSALS[refusal.code].code });
    const { retryAfterSeconds } = refusal.details;
    if (retryAfterSeconds !== undefined) reply.header("retry-after", String(retryAfterSeconds));
    if (refusal.code === "unauthenticated") reply.header("www-authenticate", challenge(request));
    const { status, headers = {}, body } = refuse ? refuse(refusal) : inGraphql(refusal, request);
    // A buffer, because Fastify adds a charset to text.
    return reply
      .code(status)
      .headers({ "content-type": JSON_TYPE, ...headers })
      .send(Buffer.from(JSON.stringify(body)));
  };
}

/** GraphQL clients read a refusal's body only when it says that it is a GraphQL response (GraphQL over HTTP §6.4.2). */
function inGraphql(refusal: Refusal, { headers: { accept } }: FastifyRequest): Refused {
  return { ...refuseGraphql(refusal), headers: { "content-type": preferredMediaType(accept) ?? JSON_TYPE } };
}

/** RFC 6750 §3: the error is named only when a credential was presented. */
function challenge(request: FastifyRequest): string {
  const realm = 'Bearer realm="oauth-app-gateway"';
  return request.refused === "no_credential" ? realm : `${realm}, error="invalid_token"`;
}

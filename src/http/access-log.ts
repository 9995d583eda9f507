import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { addressOf } from "./address.js";
import type { Metrics } from "./metrics.js";

declare module "fastify" {
  interface FastifyRequest {
    /** The client that was issued an access token, and by which secret, if by one; null when none was issued. */
    issued: { clientId: string; secretId: string | null } | null;
  }
}

/** The status that is logged when a client leaves before its answer is complete, as nginx does. */
const CLIENT_CLOSED_REQUEST = 499;

/** Counts each request and logs one line about it: who asked for what, the status and the time; never what was sent. */
export function observeRequests(app: FastifyInstance, logger: Logger, metrics: Metrics): void {
  // Without redaction, which would search each line: all fields of these lines are chosen here.
  const lines = logger.child({}, { redact: [] });
  const observe = (request: FastifyRequest, status: number, ms: number) => {
    const { id: requestId, method, actor, refused, issued } = request;
    const route = request.routeOptions.url ?? "unmatched";
    metrics.requests.observe({ route, method, status }, ms / 1000);
    const level = route.startsWith("/health/") ? "debug" : "info";
    lines[level](
      { requestId, method, route, status, ms, address: addressOf(request), actor: actor?.id, refused, ...issued },
      "request",
    );
  };
  app.decorateRequest("issued", null);
  app.addHook("onResponse", (request, reply, done) => {
    observe(request, reply.statusCode, reply.elapsedTime);
    done();
  });
  app.addHook("onRequestAbort", (request, done) => {
    observe(request, CLIENT_CLOSED_REQUEST, 0);
    done();
  });
}

import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { addressOf } from "./address.js";
import type { Metrics } from "./metrics.js";

declare module "fastify" {
  interface FastifyRequest {
    /** Whose access token was issued, and with which secret; null where none was. */
    issued: { clientId: string; secretId: string } | null;
  }
}

/** What is counted when a client goes away before its answer is complete (nginx's status for it). */
const CLIENT_CLOSED_REQUEST = 499;

/** Counts each request and writes a line about it: who asked for what, and how it went; never what was sent. */
export function observeRequests(app: FastifyInstance, logger: Logger, metrics: Metrics): void {
  // Its fields are all here, so there is nothing to look for that must not be written.
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

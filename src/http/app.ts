import { randomUUID } from "node:crypto";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Logger } from "pino";
import type { Config } from "../config.js";
import type { Database } from "../database/database.js";
import type { Services } from "../services/services.js";
import { observeRequests } from "./access-log.js";
import { findClients } from "./address.js";
import { leadBrowsers } from "./console/browsers.js";
import type { BuiltConsole } from "./console/built-console.js";
import { mountConsole } from "./console/console.js";
import { rejectCompressed } from "./content-coding.js";
import { dialectAt, mountDialects, shapeOf } from "./dialect-routes.js";
import { mountGraphql } from "./graphql-route.js";
import { mountHealth } from "./health.js";
import { parseJson } from "./json-body.js";
import type { Metrics } from "./metrics.js";
import { mountOauth, oauthShapeAt } from "./oauth-routes.js";
import { describeOpenapi, mountOpenapi } from "./openapi.js";
import { PathMethods } from "./path-methods.js";
import { chargeForBytes, createRateLimiter, limitTheRest } from "./rate-limit.js";
import { createRefuser } from "./refusal.js";
import { MAX_BODY_BYTES } from "./request-faults.js";
import { securityHeaders } from "./security-headers.js";
import { closeStalledReaders } from "./stalled-readers.js";
import { TIMEOUTS } from "./timeouts.js";
import { boundUnreadAnswers, type UnreadLimits } from "./unread-answers.js";
import { refuseUnreadable, rememberUnanswered } from "./unreadable.js";

/** Node's limit of a request line with its headers. */
const MAX_URL_LENGTH = 16_384;
const KEEP_ALIVE_TIMEOUT_MS = 65_000;

export interface AppOptions {
  config: Config;
  database: Database;
  services: Services;
  metrics: Metrics;
  logger: Logger;
  unread: UnreadLimits;
  /** The web page; undefined when there is none. */
  built: BuiltConsole | undefined;
  /** True while the gateway is stopping. */
  isDraining: () => boolean;
}

/**
 * Headers of every answer: the request's id in the log, and that no cache keeps the answer, in the words of HTTP/1.0 too
 * (RFC 6749 §5.1).
 */
function identify(request: FastifyRequest, reply: FastifyReply): void {
  reply.header("x-request-id", request.id).header("cache-control", "no-store").header("pragma", "no-cache");
}

/** Closes connections whose readers do not read, and counts and logs that. */
function bindReaders(app: FastifyInstance, { unread, metrics, logger }: AppOptions): void {
  const cut = (reason: string, who: string) => {
    metrics.cutConnections.inc({ reason });
    logger.info({ reason, who }, "closed a connection that is not read");
  };
  closeStalledReaders(app.server, unread.stalledMs, ({ remoteAddress = "" }) => cut("stalled", remoteAddress));
  boundUnreadAnswers(app, unread, (owner) => cut("unread", owner));
}

/** The HTTP server with every way in mounted. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { config, metrics, logger } = options;
  const clientOf = findClients(config.trustProxy);
  const limitRate = createRateLimiter({ perMinute: config.rateLimitPerMinute });
  const refuseBy = createRefuser(logger, metrics);
  const methods = new PathMethods(MAX_URL_LENGTH);
  // A request without a route is refused in the shape of the way in to which its path belongs.
  const refuseWay = (request: FastifyRequest, reply: FastifyReply, error: unknown) => {
    identify(request, reply);
    const dialect = dialectAt(request.originalUrl);
    return refuseBy(reply, error, dialect ? shapeOf(dialect) : oauthShapeAt(request.originalUrl));
  };
  const refuseUnrouted = (request: FastifyRequest, reply: FastifyReply) => {
    const allowed = methods.allowedAt(request.originalUrl);
    // A path that has the method, and yet nothing for it, is one of many behind a wildcard.
    if (allowed === undefined || allowed.includes(request.method)) {
      return refuseWay(request, reply, { statusCode: 404 });
    }
    reply.header("allow", allowed.join(", "));
    return refuseWay(request, reply, { statusCode: 405 });
  };
  const app = Fastify({
    logger: false,
    genReqId: () => randomUUID(),
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: TIMEOUTS.requestTimeout,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    http: TIMEOUTS,
    forceCloseConnections: "idle",
    return503OnClosing: false,
    exposeHeadRoutes: true,
    // Paths take identifiers of any length, so that one which is too long is answered 404, like any unknown one.
    routerOptions: { maxParamLength: MAX_URL_LENGTH },
    // Fastify runs no hooks for these errors.
    frameworkErrors: (error, request, reply) => {
      Object.assign(request, { client: clientOf(request.raw), actor: null, taken: 0 });
      reply.headers(advised);
      try {
        limitRate(request);
        refuseWay(request, reply, { statusCode: 400, code: error.code });
      } catch (refusal) {
        refuseWay(request, reply, refusal);
      }
    },
    clientErrorHandler: refuseUnreadable,
  });
  app.removeContentTypeParser(["text/plain", "application/json"]);
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, parseJson(app));
  app.decorateRequest("client");
  app.decorateRequest("actor", null);
  app.decorateRequest("undecided", null);
  app.decorateRequest("refused", undefined);
  app.decorateRequest("identifiedAt", 0);

  // Whoever was promised a connection would meet its end with the next request. What answers by itself asks when it begins.
  const endConnection = (reply: FastifyReply) => {
    if (options.isDraining()) reply.header("connection", "close");
  };
  const advised = securityHeaders(config.publicUrl);
  app.addHook("onRequest", (request, reply, done) => {
    request.client = clientOf(request.raw);
    reply.headers(advised);
    identify(request, reply);
    endConnection(reply);
    done();
  });
  app.addHook("onSend", (_request, reply, _payload, done) => {
    endConnection(reply);
    done();
  });
  rememberUnanswered(app.server);
  observeRequests(app, logger, metrics);
  limitTheRest(app, limitRate);
  chargeForBytes(app, limitRate);
  bindReaders(app, options);
  rejectCompressed(app);
  app.addHook("onRoute", (route) => methods.note(route));
  if (options.built) leadBrowsers(app, limitRate);
  // Before its body is read: whatever that is, there is nobody to take it.
  app.addHook("onRequest", (request, reply, done) => (request.is404 ? void refuseUnrouted(request, reply) : done()));
  app.setErrorHandler((error, _request, reply) => refuseBy(reply, error));
  app.setNotFoundHandler(refuseUnrouted);

  await describeOpenapi(app, config.publicUrl);
  mountHealth(app, options);
  await mountGraphql(app, { ...options, limitRate });
  await mountOauth(app, { ...options, limitRate, refuseBy });
  await mountDialects(app, { ...options, limitRate, refuseBy });
  mountOpenapi(app);
  await mountConsole(app, options);
  return app;
}

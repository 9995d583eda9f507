import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import type { Config } from "../config.js";
import { logOutage, refusalBehind } from "../graphql/errors.js";
import { WayIn } from "../model/actor.js";
import { METADATA_PATHS, OAUTH_PATHS } from "../oauth/metadata.js";
import { createProvider } from "../oauth/provider.js";
import { requestListener } from "../oauth/request-listener.js";
import { verifyClient } from "../oauth/verify.js";
import type { Services } from "../services/services.js";
import { addressOf } from "./address.js";
import { authenticate } from "./authentication.js";
import { refuse } from "./dialect-routes.js";
import type { Metrics } from "./metrics.js";
import type { RateLimiter } from "./rate-limit.js";
import { prepareRefusal, refusalOf } from "./refusal.js";
import { aliasOf, strict } from "./token-routes.js";

interface OauthOptions {
  config: Config;
  services: Services;
  metrics: Metrics;
  logger: Logger;
  limitRate: RateLimiter;
}

/** Way in 2: `/oauth/…`. Bodies are forms, as everywhere in OAuth (RFC 6749 appendix B). */
export async function mountOauth(app: FastifyInstance, options: OauthOptions): Promise<void> {
  await app.register((scope) => mountVerification(scope, options));
  await app.register((scope) => mountProvider(scope, options));
}

async function mountVerification(scope: FastifyInstance, options: OauthOptions): Promise<void> {
  scope.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  );
  scope.route({
    method: "POST",
    url: "/oauth/verify",
    ...authenticate({ ...options, wayIn: WayIn.OAUTH, anonymous: false }),
    handler: async ({ actor, body }) => {
      if (actor?.isFirstUse) await options.services.memberships.noteUse(actor);
      return verifyClient(options.services, actor, body);
    },
  });
}

/** oidc-provider reads and answers by itself; Fastify only routes to it. */
async function mountProvider(scope: FastifyInstance, options: OauthOptions): Promise<void> {
  const { config, services, metrics, logger } = options;
  // By what oidc-provider is handed, which may be a copy.
  const requests = new WeakMap<IncomingMessage, FastifyRequest>();
  const provider = await createProvider({
    issuer: config.publicUrl,
    services,
    isForGateway: (request) => aliasOf(request)?.route.forGateway ?? false,
    // The vendors' clients do not know which way an application is registered for.
    takesAnyMethod: (request) => aliasOf(request) !== undefined,
    reshape: (request, status, body, requestId) => aliasOf(request)?.route.reshape?.(status, body, requestId) ?? body,
    onIssued(request, { application, secret }) {
      const asked = requests.get(request);
      if (asked) asked.issued = { clientId: application.clientId, secretId: secret.id };
    },
    onError(error, requestId) {
      const refusal = refusalBehind(error);
      if (refusal?.code === "too_many_requests") return refusal;
      const away = refusal?.code === "unavailable" ? refusal : undefined;
      if (away) logOutage(logger, error);
      else logger.error({ requestId, err: error }, "unexpected error");
      return away;
    },
  });
  // What is refused before oidc-provider sees it has OAuth's shape as well (RFC 6749 §5.2).
  scope.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error, request, logger);
    const alias = aliasOf(request.raw);
    if (alias) return refuse(reply, alias.dialect, refusal, metrics);
    const code = refusal.status === 429 || refusal.status === 503 ? "temporarily_unavailable" : "invalid_request";
    return prepareRefusal(reply, refusal, metrics).send({ error: code, error_description: refusal.error.message });
  });
  const answer = requestListener(provider);
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    describeOrigin(request, config.publicUrl);
    const asked = await strict(request.raw);
    requests.set(asked, request);
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders())) reply.raw.setHeader(name, value ?? "");
    await answer(asked, reply.raw);
    if (reply.raw.statusCode === 401) metrics.failedAuthentications.inc();
  };
  for (const url of Object.values(OAUTH_PATHS)) scope.route({ method: ["POST"], url, handler });
  for (const url of METADATA_PATHS) scope.route({ method: ["GET"], url, handler });
}

/** oidc-provider makes its URLs from the request; these headers tell it what PUBLIC_URL and TRUST_PROXY say. */
function describeOrigin(request: FastifyRequest, publicUrl: string): void {
  const { raw, id } = request;
  const { protocol, host } = new URL(publicUrl);
  raw.headers.host = host;
  raw.headers["x-forwarded-host"] = host;
  raw.headers["x-forwarded-proto"] = protocol.slice(0, -1);
  raw.headers["x-forwarded-for"] = addressOf(request);
  raw.headers["x-request-id"] = id;
}

import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import type { Config } from "../config.js";
import { WayIn } from "../model/actor.js";
import { Patience } from "../model/patience.js";
import type { Arrival } from "../oauth/exchange.js";
import { SELF_ROTATION, SELF_ROTATION_PARAMETERS } from "../oauth/grants.js";
import { OAUTH_PATHS, publicDocuments, SELF_ROTATION_PATH } from "../oauth/metadata.js";
import { createProvider } from "../oauth/provider.js";
import { refuse } from "../oauth/refusals.js";
import { requestListener } from "../oauth/request-listener.js";
import { verifyClient } from "../oauth/verify.js";
import type { Services } from "../services/services.js";
import { sentFrom } from "./address.js";
import { authenticate } from "./authentication.js";
import { decodableBasic, secretAsSent } from "./basic-credentials.js";
import { shapeOf } from "./dialect-routes.js";
import { idempotencyKeyIn } from "./idempotency-key.js";
import type { Metrics } from "./metrics.js";
import { named } from "./named.js";
import type { RateLimiter } from "./rate-limit.js";
import type { Refuser } from "./refusal.js";
import { asGrant, MAX_FORM_BYTES, spelledOut, TOKEN_ALIASES, type TokenAlias } from "./token-aliases.js";

/** What oidc-provider is told of a form at `/oauth/client_secret`. */
const SELF_ROTATION_FORM = ["client_id", "client_secret", ...SELF_ROTATION_PARAMETERS];

interface OauthOptions {
  config: Config;
  services: Services;
  metrics: Metrics;
  logger: Logger;
  limitRate: RateLimiter;
  refuseBy: Refuser;
}

/** Way in 2: `/oauth/…`. Bodies are forms (RFC 6749 appendix B). */
export async function mountOauth(app: FastifyInstance, options: OauthOptions): Promise<void> {
  await app.register(named("verification", (scope) => mountVerification(scope, options)));
  await app.register(named("provider", (scope) => mountProvider(scope, options)));
  await app.register(named("metadata", (scope) => mountMetadata(scope, options)));
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

/** Fastify only routes these requests; oidc-provider reads and answers them. */
async function mountProvider(scope: FastifyInstance, options: OauthOptions): Promise<void> {
  const { config, services, metrics, logger, refuseBy } = options;
  const provider = await createProvider({ issuer: config.publicUrl, services, logger });
  // Errors from before oidc-provider have OAuth's shape too (RFC 6749 §5.2).
  scope.setErrorHandler((error, request, reply) => {
    const { alias } = request.routeOptions.config;
    return refuseBy(reply, error, alias ? shapeOf(alias.dialect) : refuse);
  });
  const answer = requestListener(provider);
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
  const publicUrl = new URL(config.publicUrl);
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const { config, url = "" } = request.routeOptions;
    const { alias } = config;
    const sent = secretAsSent(request.headers.authorization);
    // The route's own path: Fastify also matches an encoded one, which oidc-provider would not know.
    const path = alias ? OAUTH_PATHS[alias.route.endpoint] : url;
    const asked = await (url === SELF_ROTATION_PATH
      ? asGrant(request.raw, OAUTH_PATHS.token, SELF_ROTATION, SELF_ROTATION_FORM)
      : spelledOut(request.raw, path, alias?.route)
    ).catch((error: unknown) => {
      // The rest of what is refused is not read, so nothing else can come on its connection.
      reply.header("connection", "close");
      throw error;
    });
    const { authorization } = asked.headers;
    // A lenient route's are form-encoded already: once more would make another client's id of some.
    if (authorization !== undefined && !alias?.route.lenient)
      asked.headers.authorization = decodableBasic(authorization);
    describeHost(asked, publicUrl);
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders())) reply.raw.setHeader(name, value ?? "");
    const { proved } = await answer(asked, reply.raw, arrivalOf(request, alias, sent));
    const { statusCode } = reply.raw;
    // Too many wrong secrets are 429, as are too many tokens of who has proved who it is.
    if (statusCode === 401 || (statusCode === 429 && !proved)) metrics.failedAuthentications.inc();
  };
  const bodyLimit = MAX_FORM_BYTES;
  for (const url of [...Object.values(OAUTH_PATHS), SELF_ROTATION_PATH])
    scope.route({ method: "POST", url, bodyLimit, handler });
  for (const alias of TOKEN_ALIASES) {
    const url = alias.dialect.prefix + alias.route.path;
    scope.route({ method: "POST", url, bodyLimit, config: { alias }, schema: { hide: true }, handler });
  }
}

/** What anybody may read about the OAuth endpoints, and pages of any origin too. */
async function mountMetadata(scope: FastifyInstance, { config }: OauthOptions): Promise<void> {
  for (const { path, mediaType, document } of publicDocuments(config.publicUrl)) {
    const body = Buffer.from(JSON.stringify(document));
    scope.get(path, async (_request, reply) =>
      reply.headers({ "content-type": mediaType, "access-control-allow-origin": "*" }).send(body),
    );
  }
}

/** OAuth's shape of a refusal below a URL of its endpoints; undefined elsewhere. */
export function oauthShapeAt(url: string): typeof refuse | undefined {
  const paths: string[] = [...Object.values(OAUTH_PATHS), SELF_ROTATION_PATH];
  return paths.includes(url.replace(/\?.*$/s, "")) ? refuse : undefined;
}

/**
 * What is known of a request before oidc-provider reads it. At a vendor's path a client may use any vendor mechanism.
 */
function arrivalOf(request: FastifyRequest, alias: TokenAlias | undefined, sent: string | undefined): Arrival {
  const { raw } = request;
  const patience = new Patience(() => raw.socket.destroyed);
  return {
    origin: { ...sentFrom(request), wayIn: WayIn.OAUTH, patience },
    isForGateway: alias?.route.forGateway ?? false,
    takesAnyMechanism: alias !== undefined,
    secretAsSent: sent,
    onIssued({ application, secret }) {
      request.issued = { clientId: application.clientId, secretId: secret?.id ?? null };
    },
    reshape: alias?.route.reshape,
    ...(request.routeOptions.url === SELF_ROTATION_PATH && {
      selfRotation: { idempotencyKey: () => idempotencyKeyIn(request.headers["idempotency-key"]) },
    }),
  };
}

/** oidc-provider builds URLs from these headers, which therefore say what PUBLIC_URL says. */
function describeHost({ headers }: IncomingMessage, { protocol, host }: URL): void {
  headers.host = host;
  headers["x-forwarded-host"] = host;
  headers["x-forwarded-proto"] = protocol.slice(0, -1);
}

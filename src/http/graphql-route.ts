import type { ApolloServer } from "@apollo/server";
import fastifyCors from "@fastify/cors";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import type { Config } from "../config.js";
import { createApollo } from "../graphql/apollo.js";
import { createContext, type GatewayContext } from "../graphql/context.js";
import { execute } from "../graphql/http-exchange.js";
import { preferredMediaType } from "../graphql/media-type.js";
import { createSchema } from "../graphql/schema.js";
import { WayIn } from "../model/actor.js";
import { requestsFor } from "../services/limits/prices.js";
import type { Services } from "../services/services.js";
import { authenticate } from "./authentication.js";
import { rejectDeepJson } from "./json-depth.js";
import type { Metrics } from "./metrics.js";
import { named } from "./named.js";
import type { RateLimiter } from "./rate-limit.js";
import { notAcceptable } from "./request-faults.js";

interface GraphqlOptions {
  config: Config;
  services: Services;
  metrics: Metrics;
  logger: Logger;
  limitRate: RateLimiter;
}

/** Way in 1: `/graphql`. */
export async function mountGraphql(app: FastifyInstance, options: GraphqlOptions): Promise<void> {
  const { config, metrics, logger } = options;
  const apollo = await createApollo(await createSchema(), {
    introspection: config.introspection !== "off",
    logger,
    onRefusal: (code) => metrics.refusals.inc({ code }),
  });
  app.addHook("onClose", () => apollo.stop());

  await app.register(
    named("graphql", (scope) => mountRoute(scope, apollo, options)),
    { prefix: "/graphql" },
  );
}

async function mountRoute(
  scope: FastifyInstance,
  apollo: ApolloServer<GatewayContext>,
  options: GraphqlOptions,
): Promise<void> {
  const { config, services, limitRate } = options;
  // OPTIONS is for preflights only.
  scope.addHook("onRequest", (request, reply, done) =>
    request.method === "OPTIONS" && !isPreflight(request) ? void reply.callNotFound() : done(),
  );
  await scope.register(fastifyCors, {
    origin: [...config.corsOrigins],
    methods: ["GET", "HEAD", "POST"],
    // Headers are not listed, so whatever is asked for is allowed: clients send some by themselves.
    exposedHeaders: ["retry-after", "x-request-id", "idempotency-replayed"],
    maxAge: 600,
  });
  scope.route({
    method: ["GET", "POST"],
    url: "",
    ...authenticate({ ...options, wayIn: WayIn.GRAPHQL, anonymous: config.introspection === "open", undecided: true }),
    handler: async (request, reply) => {
      const { headers, url, body } = request;
      // Fastify leaves the body of the answer out.
      const method = request.method === "HEAD" ? "GET" : request.method;
      const mediaType = preferredMediaType(headers.accept);
      if (!mediaType) throw notAcceptable();
      rejectDeepParameters(url);
      const context = createContext(services, request, {
        spend: (cost) => limitRate(request, requestsFor(cost)),
        onReplay: () => void reply.header("idempotency-replayed", "true"),
      });
      const answer = await execute(apollo, { method, headers, url, body, mediaType }, context);
      for (const [name, value] of answer.headers) reply.header(name, value);
      // A buffer, since Node would encode a long text with non-ASCII characters several times.
      return reply.code(answer.status).send(Buffer.from(answer.body));
    },
  });
}

function isPreflight({ headers }: FastifyRequest): boolean {
  return headers.origin !== undefined && headers["access-control-request-method"] !== undefined;
}

/** Checks the variables and extensions of a GET, which are JSON in the query (GraphQL over HTTP §5.3). */
function rejectDeepParameters(url: string): void {
  const query = url.indexOf("?");
  if (query < 0) return;
  const parameters = new URLSearchParams(url.slice(query));
  for (const name of ["variables", "extensions"]) {
    for (const json of parameters.getAll(name)) rejectDeepJson(Buffer.from(json), name);
  }
}

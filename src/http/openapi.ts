import fastifySwagger from "@fastify/swagger";
import type { FastifyInstance, FastifySchema } from "fastify";
import type { Dialect, Route } from "../dialects/dialect.js";
import { DIALECTS } from "../dialects/dialects.js";
import type { RateLimiter } from "./authentication.js";

/** Refusals that any operation may answer with; 422 is Clerk's word for bad input. */
const REFUSALS: Record<number, string> = {
  400: "The request or its input is not acceptable.",
  401: "No valid credential.",
  403: "The credential lacks a permission.",
  404: "There is no such thing in this organization.",
  409: "The state of things does not allow it; nothing was changed.",
  413: "The body is too large.",
  415: "The body is not JSON.",
  422: "The input is not acceptable.",
  429: "Too many requests; `Retry-After` says how many seconds to wait.",
  500: "Something unforeseen; the operator finds it in the log.",
  503: "The database does not answer; nothing was changed unless a success was answered.",
};

/** The vendors' token routes, which no route of ours has: oidc-provider answers them (token-routes.ts). */
const TOKEN_PATHS = Object.fromEntries(
  DIALECTS.flatMap((dialect) =>
    dialect.tokenRoutes.map(({ path, summary, lenient }) => [
      dialect.prefix + path,
      {
        post: {
          tags: [dialect.name],
          summary,
          description: lenient ? "Parameters may also stand in the query." : "Parameters stand in the form.",
          security: [{ client: [] }],
          requestBody: { content: { "application/x-www-form-urlencoded": { schema: { type: "object" } } } },
          responses: {
            200: { description: "Done.", content: { "application/json": { schema: { type: "object" } } } },
            "4XX": { description: "Refused.", content: { "application/json": { schema: { type: "object" } } } },
          },
        },
      },
    ]),
  ),
);

/** `/openapi.json` is made from the very schemas that requests are held to. Registered before the routes it describes. */
export async function describeOpenapi(app: FastifyInstance, publicUrl: string): Promise<void> {
  await app.register(fastifySwagger, {
    hideUntagged: true,
    transformObject: (document) =>
      "openapiObject" in document
        ? { ...document.openapiObject, paths: { ...document.openapiObject.paths, ...TOKEN_PATHS } }
        : document.swaggerObject,
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "oauth-app-gateway, REST dialects",
        version: "1",
        description: "Four vendors' APIs for OAuth applications over the services of one gateway.",
      },
      servers: [{ url: publicUrl }],
      components: {
        securitySchemes: {
          bearer: { type: "http", scheme: "bearer" },
          client: { type: "http", scheme: "basic", description: "Client id and client secret." },
          ...Object.fromEntries(
            DIALECTS.flatMap(({ credential }) => credential?.describes ?? []).map(({ scheme, header }) => [
              scheme,
              { type: "apiKey", in: "header", name: header },
            ]),
          ),
        },
      },
    },
  });
}

export function mountOpenapi(app: FastifyInstance, limitRate: RateLimiter): void {
  app.route({ method: "GET", url: "/openapi.json", onRequest: limitRate, handler: async () => app.swagger() });
}

/** What Fastify validates a route by and what stands in `/openapi.json`. */
export function describeRoute(dialect: Dialect, route: Route): FastifySchema {
  const { operationId, summary, needs, params, query, body, answer, status = 200 } = route;
  const refusals = Object.entries(REFUSALS).map(([code, description]) => [
    code,
    { description, content: { "application/json": { schema: dialect.errorSchema } } },
  ]);
  const success = answer
    ? { description: "Done.", content: { "application/json": { schema: answer } } }
    : { description: "Done; there is no body.", type: "null" };
  const credentials = [
    { bearer: [] },
    ...(dialect.credential?.describes ?? []).map(({ scheme }) => ({ [scheme]: [] })),
  ];
  return {
    operationId,
    summary,
    description: `Needs the permissions ${needs.join(", ")}.`,
    tags: [dialect.name],
    security: credentials,
    ...(params ? { params } : {}),
    ...(query ? { querystring: query } : {}),
    ...(body ? { body } : {}),
    response: { [status]: success, ...Object.fromEntries(refusals) },
  };
}

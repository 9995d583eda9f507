import fastifySwagger from "@fastify/swagger";
import type { FastifyInstance, FastifySchema } from "fastify";
import Type, { type TSchema } from "typebox";
import type { Dialect, Route, TokenRoute } from "../dialects/dialect.js";
import { DIALECTS } from "../dialects/dialects.js";
import { SELF_ROTATION_DESCRIPTION } from "./openapi-self-rotation.js";
import { VERIFICATION_PATH } from "./openapi-verification.js";

const TOO_MANY = "Too many requests; `Retry-After` says how many seconds to wait.";
/** Descriptions of the refusals of operations; that of bad input has the dialect's own status. */
const REFUSALS: Record<number, string> = {
  401: "No valid credential.",
  403: "The credential lacks a permission.",
  404: "There is no such thing in this organization.",
  409: "The state of things does not allow it; nothing was changed.",
  429: TOO_MANY,
  500: "Something unforeseen; the operator finds it in the log.",
  503: "The database does not answer. With `Retry-After` nothing was changed; without it, the change may have been done.",
};
const MALFORMED = "The request is malformed.";
const BAD_INPUT = "A field is missing, unknown or not acceptable; the message names it.";
const BODY_REFUSALS: Record<number, string> = { 413: "The body is too large.", 415: "The body is of the wrong type." };

/** The vendors' token routes, which have no schema, since oidc-provider answers them (token-aliases.ts). */
const TOKEN_PATHS = Object.fromEntries(
  DIALECTS.flatMap((dialect) =>
    dialect.tokenRoutes.map((route) => [dialect.prefix + route.path, { post: describeTokenRoute(dialect, route) }]),
  ),
);

function describeTokenRoute({ name, errorSchema }: Dialect, route: TokenRoute) {
  const { path, summary, lenient, answer } = route;
  return {
    operationId: name.toLowerCase().replaceAll(" ", "-") + path.replaceAll("/", "-"),
    tags: [name],
    summary,
    description: lenient ? "Parameters may also stand in the query." : "Parameters stand in the form.",
    security: [{ client: [] }],
    requestBody: { content: { "application/x-www-form-urlencoded": { schema: formOf(route) } } },
    responses: {
      200: answer ? described("Done.", answer) : { description: "Done; there is no body." },
      ...refusals({ 400: MALFORMED, 401: "The client is not who it says it is." }, route.errorSchema),
      ...refusals({ 413: "The form is too large." }, errorSchema),
      // Requests are counted before oidc-provider reads them, failed logins and tokens after that.
      ...refusals({ 429: TOO_MANY }, Type.Union([errorSchema, route.errorSchema])),
      ...refusals({ 500: "Something unforeseen.", 503: "The database does not answer." }, route.errorSchema),
    },
  };
}

/**
 * The form of an endpoint (RFC 6749 §4.4.2 with RFC 8707, RFC 7662 §2.1, RFC 7009 §2.1), with client authentication.
 */
function formOf({ endpoint }: TokenRoute) {
  const names = endpoint === "token" ? ["grant_type", "scope", "resource"] : ["token", "token_type_hint"];
  const text = { type: "string" as const };
  const properties = [...names, "client_id", "client_secret"].map((name) => [name, text]);
  return { type: "object" as const, required: names.slice(0, 1), properties: Object.fromEntries(properties) };
}

function refusals(descriptions: Record<number, string>, schema: TSchema) {
  return Object.fromEntries(
    Object.entries(descriptions).map(([status, description]) => [status, described(description, schema)]),
  );
}

function described(description: string, schema: TSchema) {
  return { description, content: { "application/json": { schema: schema as object } } };
}

/** The header by which a repeatable operation is recognised when it comes again. */
const KEY = {
  type: "object" as const,
  properties: {
    "idempotency-key": {
      type: "string" as const,
      description:
        "Gets the same answer again, and lets nothing happen twice: 16 to 255 visible ASCII characters, such as a UUID v4, as a quoted string or bare. Kept for 24 hours; with another request it is refused.",
    },
  },
};

const REPLAYED = {
  "Idempotency-Replayed": {
    type: "string" as const,
    description: "`true` where the answer repeats an earlier one, and nothing happened.",
  },
};

/**
 * Builds `/openapi.json` from the schemas by which requests are validated. To be called before the routes are added.
 */
export async function describeOpenapi(app: FastifyInstance, publicUrl: string): Promise<void> {
  await app.register(fastifySwagger, {
    hideUntagged: true,
    transformObject: (document) =>
      "openapiObject" in document
        ? {
            ...document.openapiObject,
            paths: {
              ...document.openapiObject.paths,
              ...TOKEN_PATHS,
              ...VERIFICATION_PATH,
              ...SELF_ROTATION_DESCRIPTION,
            },
          }
        : document.swaggerObject,
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "oauth-app-gateway, REST dialects",
        version: "1",
        description:
          "Four vendors' APIs for OAuth applications over the services of one gateway, and what an authorization server asks it.",
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

/** Serves `/openapi.json`, to everybody. */
export function mountOpenapi(app: FastifyInstance): void {
  let description: Buffer | undefined;
  app.route({
    method: "GET",
    url: "/openapi.json",
    // One copy for all readers.
    handler: async (_request, reply) => {
      description ??= Buffer.from(JSON.stringify(app.swagger()));
      return reply.header("content-type", "application/json; charset=utf-8").send(description);
    },
  });
}

/** The schema of a route: Fastify validates by it, and `/openapi.json` shows it. */
export function describeRoute(dialect: Dialect, route: Route): FastifySchema {
  const { operationId, summary, needs, params, query, body, answer, status = 200, isRepeatable } = route;
  const { name, credential, errorSchema } = dialect;
  const [badInput] = dialect.refusals.invalid;
  const schemes = ["bearer", ...(credential?.describes ?? []).map(({ scheme }) => scheme)];
  const input = { 400: MALFORMED, ...(body || query || isRepeatable ? { [badInput]: BAD_INPUT } : {}) };
  return {
    operationId,
    summary,
    description: `Needs the permissions ${needs.join(", ")}.`,
    tags: [name],
    security: schemes.map((scheme) => ({ [scheme]: [] })),
    ...(params ? { params } : {}),
    ...(query ? { querystring: query } : {}),
    ...(body ? { body } : {}),
    ...(isRepeatable ? { headers: KEY } : {}),
    response: {
      [status]: {
        ...(answer ? described("Done.", answer) : { description: "Done; there is no body.", type: "null" }),
        ...(isRepeatable ? { headers: REPLAYED } : {}),
      },
      ...refusals({ ...REFUSALS, ...input, ...(route.method === "GET" ? {} : BODY_REFUSALS) }, errorSchema),
    },
  };
}

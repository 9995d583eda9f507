import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import type { Config } from "../config.js";
import { type Dialect, type Refused, type Route, type RouteContext, Streamed } from "../dialects/dialect.js";
import { DIALECTS } from "../dialects/dialects.js";
import { type FieldNames, withNames } from "../dialects/field-names.js";
import type { Actor } from "../model/actor.js";
import { MAX_PAGE_SIZE } from "../model/inputs/page.inputs.js";
import type { Permission } from "../model/permission.js";
import type { Refusal } from "../refusal/refusal.js";
import { demand } from "../services/actors/permissions.js";
import { requestsFor } from "../services/limits/prices.js";
import type { Services } from "../services/services.js";
import { authenticate, bearerToken } from "./authentication.js";
import { idempotencyKeyIn, KEY_HEADER } from "./idempotency-key.js";
import { parseJson } from "./json-body.js";
import { rejectInexactNumbers } from "./json-numbers.js";
import type { Metrics } from "./metrics.js";
import { named } from "./named.js";
import { describeRoute } from "./openapi.js";
import type { RateLimiter } from "./rate-limit.js";
import { type Refuser, refusalFor } from "./refusal.js";
import { compileValidator } from "./request-validation.js";
import { rejectUnlessShown } from "./shown-again.js";

/** Clerk's client compares the header with exactly this; Fastify would add a charset. */
const JSON_TYPE = "application/json";

interface DialectOptions {
  config: Config;
  services: Services;
  metrics: Metrics;
  logger: Logger;
  limitRate: RateLimiter;
  refuseBy: Refuser;
}

/** Way in 3: the vendors' REST dialects. */
export async function mountDialects(app: FastifyInstance, options: DialectOptions): Promise<void> {
  for (const dialect of DIALECTS) {
    const mount = async (scope: FastifyInstance) => mountDialect(scope, dialect, options);
    await app.register(named(dialect.prefix, mount), { prefix: dialect.prefix });
  }
}

/** The dialect whose prefix a path has, for requests that have no route. */
export function dialectAt(url: string): Dialect | undefined {
  return DIALECTS.find(({ prefix }) => url.startsWith(`${prefix}/`));
}

function mountDialect(scope: FastifyInstance, dialect: Dialect, options: DialectOptions): void {
  const { refuseBy } = options;
  const parse = parseJson(scope);
  // After the parser, so that only what is JSON is walked.
  const parseExactly: typeof parse = (request, body, done) =>
    parse(request, body, (error, value) => {
      if (error) return done(error);
      try {
        rejectInexactNumbers(body.toString());
      } catch (refusal) {
        return done(refusal as Error);
      }
      return done(null, value);
    });
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser<Buffer>(JSON_TYPE, { parseAs: "buffer" }, (request, body, done) =>
    // Several vendors' clients send a content type without a body.
    body.length === 0 ? done(null, undefined) : parseExactly(request, body, done),
  );
  scope.setValidatorCompiler(compileValidator as never);
  scope.setErrorHandler((error, request, reply) => {
    // Violations of a route's schema have the vendor's names already.
    const names = isValidationError(error) ? {} : fieldNamesOf(dialect, request);
    return refuseBy(reply, error, shapeOf(dialect, names));
  });
  for (const route of dialect.routes) mountRoute(scope, dialect, route, options);
}

function mountRoute(scope: FastifyInstance, dialect: Dialect, route: Route, options: DialectOptions): void {
  const { services, config, limitRate } = options;
  const {
    config: ofSender,
    onRequest,
    preHandler,
  } = authenticate({
    ...options,
    wayIn: dialect.wayIn,
    anonymous: false,
    claimOf: (request) => claimOf(dialect, request),
  });
  scope.route({
    method: route.method,
    url: route.path,
    schema: describeRoute(dialect, route),
    attachValidation: route.shown !== undefined,
    config: { ...ofSender, fieldNames: route.fieldNames as FieldNamer | undefined },
    // Fastify's own serializer would drop properties that the answer's schema does not name.
    serializerCompiler: () => JSON.stringify,
    onRequest: [
      onRequest,
      async ({ actor }) => {
        demandAll(actor, route.needs);
        if (actor?.isFirstUse) await services.memberships.noteUse(actor);
      },
    ],
    preValidation: async (request) => {
      request.query = firstOfEach(request.query as Record<string, string | string[]>);
      if (route.body) request.body ??= dialect.absentBody && { ...dialect.absentBody };
    },
    preHandler,
    handler: async (request, reply) => {
      const { params, query, body } = request;
      const context: RouteContext = { services, actor: request.actor as Actor, publicUrl: config.publicUrl };
      await rejectUnlessShown(route, context, request);
      if (route.cost) limitRate(request, requestsFor(route.cost({ query: query as never, body: body as never })));
      if (route.isRepeatable) context.idempotencyKey = idempotencyKeyIn(request.headers["idempotency-key"]);
      // Fastify has validated these with the schemas from which the operation's types come.
      const answer = await route.handle(context, {
        params: params as never,
        query: query as never,
        body: body as never,
      });
      if (context.isReplay) reply.header("idempotency-replayed", "true");
      if (!(answer instanceof Streamed)) return send(reply.code(route.status ?? 200), answer);
      // Before each page, so that a sender who loses the permission gets no further one.
      const mayGoOn = async () => {
        await preHandler.call(scope, request, reply);
        demandAll(request.actor, route.needs);
      };
      if (request.method === "HEAD") return headOfList(reply, answer);
      return streamList(reply, answer, {
        mayCost: (cost) => limitRate(request, requestsFor(cost)),
        mayGoOn,
        onSent: (bytes) => limitRate.charge(request, bytes),
        onCut: (error) => void refusalFor(request, error, options.logger),
      });
    },
  });
}

type FieldNamer = (body: unknown) => FieldNames;

declare module "fastify" {
  interface FastifyContextConfig {
    /** This operation's own names for fields of the services. */
    fieldNames?: FieldNamer | undefined;
  }
}

function claimOf({ credential, organization }: Dialect, request: FastifyRequest) {
  const token = bearerToken(request.headers.authorization) ?? credential?.read(request.headers);
  if (!organization) return { token, organization: request.headers["x-organization"]?.toString() };
  const named = (request.params as Record<string, string>)[organization.parameter] ?? "";
  return { token, place: organization.read(named) ?? "" };
}

/** Keeps the first value of a parameter that is given several times. */
function firstOfEach(query: Record<string, string | string[]>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value].flat()[0]]));
}

function demandAll(actor: Actor | null, permissions: readonly Permission[]): void {
  for (const permission of permissions) demand(actor as Actor, permission);
}

function send(reply: FastifyReply, answer: unknown): FastifyReply {
  // A buffer, since Fastify adds a charset to text.
  return answer === undefined
    ? reply.send()
    : reply.header("content-type", JSON_TYPE).send(Buffer.from(JSON.stringify(answer)));
}

/** The answer to HEAD: the first page is read, since that can be refused; nothing else is. */
async function headOfList(reply: FastifyReply, { pages }: Streamed<unknown>): Promise<FastifyReply> {
  const iterator = pages[Symbol.asyncIterator]();
  await iterator.next();
  await iterator.return?.();
  return reply.header("content-type", JSON_TYPE).send(Readable.from([]));
}

interface Streaming {
  /** Called before a list longer than a page is sent. Throws when the sender's allowance does not pay for it. */
  mayCost(cost: number): void;
  /** Called before each page. Throws when the sender may not see it any more. */
  mayGoOn(): Promise<void>;
  /** Called after each page with the bytes sent so far. */
  onSent(bytes: number): void;
  /** Called with an error that came too late to be answered. */
  onCut(error: unknown): void;
}

/** Sends a list page by page. The first page is read before anything is sent, so that a refusal has its own status. */
async function streamList(
  reply: FastifyReply,
  { pages, envelope, count }: Streamed<unknown>,
  { mayCost, mayGoOn, onSent, onCut }: Streaming,
): Promise<FastifyReply> {
  const iterator = pages[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (!first.done && first.value.length >= MAX_PAGE_SIZE) mayCost(await count());
  const marker = "[items]";
  const [before = "", after = ""] = JSON.stringify(envelope(marker)).split(JSON.stringify(marker));
  async function* texts() {
    try {
      let separator = `${before}[`;
      let bytes = 0;
      for (let page = first; !page.done; page = await iterator.next()) {
        await mayGoOn();
        for (const item of page.value) {
          const text = separator + JSON.stringify(item);
          bytes += Buffer.byteLength(text);
          yield text;
          separator = ",";
        }
        onSent(bytes);
      }
      yield `${separator === "," ? "" : separator}]${after}`;
    } catch (error) {
      onCut(error);
      throw error;
    } finally {
      await iterator.return?.();
    }
  }
  return reply.header("content-type", JSON_TYPE).send(Readable.from(texts(), { objectMode: false }));
}

/** Shapes refusals as a dialect does; `names` are its names for the fields. */
export function shapeOf(dialect: Dialect, names: FieldNames = {}): (refusal: Refusal) => Refused {
  return (refusal) => {
    const { status, headers, body } = dialect.refuse(withNames(refusal, names));
    return { status, headers: { ...headers, "content-type": JSON_TYPE }, body };
  };
}

function isValidationError(error: unknown): boolean {
  return (error as { validationContext?: string }).validationContext !== undefined;
}

function fieldNamesOf({ fieldNames }: Dialect, { routeOptions, body }: FastifyRequest): FieldNames {
  const general = { ...fieldNames, idempotencyKey: KEY_HEADER };
  // Without a body, only the general names apply.
  return body == null ? general : { ...general, ...routeOptions.config.fieldNames?.(body) };
}

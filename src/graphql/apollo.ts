import { ApolloServer, type ApolloServerPlugin, HeaderMap, type HTTPGraphQLHead } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import { GraphQLError, type GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import { compiledExecutor } from "./compiled-operations.js";
import type { GatewayContext } from "./context.js";
import { costOf, rejectBadVariables } from "./cost.js";
import { createFormatError, refusedBefore } from "./errors.js";
import { noteFirstUse } from "./first-use.js";
import { introspectionExecutor } from "./kept-introspection.js";
import { limitsRule, MAX_COST, MAX_ERRORS, MAX_TOKENS } from "./limits.js";
import { JSON_TYPE } from "./media-type.js";
import { secretDetailOf } from "./secret-detail.js";
import { rejectUnseen } from "./shown-once.js";
import { rejectUndecided } from "./undecided.js";

/** Called with every error code that leaves `/graphql`. */
export type RefusalListener = (code: string) => void;

export interface ApolloOptions {
  introspection: boolean;
  logger: Logger;
  onRefusal: RefusalListener;
}

/** Apollo Server, started, with everything off that would leak or that nobody needs. */
export async function createApollo(
  schema: GraphQLSchema,
  options: ApolloOptions,
): Promise<ApolloServer<GatewayContext>> {
  const apollo = new ApolloServer<GatewayContext>({
    schema,
    introspection: options.introspection,
    includeStacktraceInErrorResponses: false,
    // "Did you mean" tells names of the schema, so it is shown only to those who may introspect.
    hideSchemaDetailsFromClientErrors: !options.introspection,
    allowBatchedHttpRequests: false,
    // No page can make a browser send these without a preflight, and `Authorization`, unlike a cookie, is never sent by
    // itself.
    csrfPrevention: { requestHeaders: ["authorization", "apollo-require-preflight", "x-apollo-operation-name"] },
    persistedQueries: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [limitsRule],
    formatError: createFormatError(options),
    logger: options.logger,
    plugins: [
      // Apollo's cache control wraps every resolver.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      limitCost(schema),
      correlateErrors,
      executeCompiled(schema, options),
      finishErrors(options.onRefusal),
    ],
  });
  await apollo.start();
  return apollo;
}

/**
 * Refuses an operation before it is executed: when its sender has to choose an organization first, when its variables
 * or arguments do not fit, when something shown once is not selected, or when it costs too much or more than the
 * allowance has left.
 */
function limitCost(schema: GraphQLSchema): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, operation, request, contextValue }) {
          if (!operation) return;
          rejectUndecided(document, operation, contextValue);
          const variables = request.variables ?? {};
          rejectBadVariables(schema, operation, variables);
          const cost = costOf(schema, document, operation, variables);
          rejectUnseen(schema, document, operation, variables);
          if (cost > MAX_COST) {
            throw new GraphQLError(`The operation costs ${cost}; the limit is ${MAX_COST}. Ask for less at once.`, {
              extensions: { code: "GRAPHQL_VALIDATION_FAILED", cost, limit: MAX_COST, http: { status: 400 } },
            });
          }
          try {
            contextValue.spend(cost);
          } catch (error) {
            throw refusedBefore(error);
          }
        },
      };
    },
  };
}

/**
 * Puts the request's id on every error: `formatError` does not get the request, and logs masked errors under that id.
 */
const correlateErrors: ApolloServerPlugin<GatewayContext> = {
  async requestDidStart() {
    return {
      async didEncounterErrors({ errors, contextValue }) {
        correlate(errors, contextValue);
      },
    };
  },
};

function correlate(errors: readonly GraphQLError[], { requestId }: GatewayContext): void {
  for (const { extensions } of errors) extensions.correlationId = requestId;
}

/**
 * Answers introspection and compiled operations. Not by Apollo's `gateway` option: for each request it makes an object
 * with accessors, which V8 keeps, and the whole request with it, until the next major collection.
 */
function executeCompiled(schema: GraphQLSchema, options: ApolloOptions): ApolloServerPlugin<GatewayContext> {
  const execute = compiledExecutor(schema);
  const introspect = introspectionExecutor(schema);
  const formatError = createFormatError(options);
  return {
    async requestDidStart() {
      return {
        async responseForOperation({ document, operation, operationName, queryHash, request, contextValue: context }) {
          // Contrary to its types, Apollo calls this also when no operation has the requested name.
          if (!operation) return null;
          const { variables = {} } = request;
          context.loaders.secretDetail = secretDetailOf(schema, document);
          await noteFirstUse(document, operation, context);
          const wanted = { document, operation, operationName, queryHash, variables, context };
          const result = await (introspect(wanted) ?? execute(wanted));
          if (!result) return null;
          const { data, errors } = result;
          if (errors) correlate(errors, context);
          const singleResult = { data, errors: errors?.map((error) => formatError(error.toJSON(), error)) };
          return { http: httpOf(errors), body: { kind: "single", singleResult } };
        },
      };
    },
  };
}

/** The status of an error, which only errors from before the execution carry. */
function httpOf(errors: readonly GraphQLError[] = []): HTTPGraphQLHead {
  return { headers: new HeaderMap(), ...(errors[0]?.extensions.http as object | undefined) };
}

/** Limits how many errors an answer has, counts them, and sets the status of an `application/json` answer. */
function finishErrors(onRefusal: RefusalListener): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ request, response, contextValue }) {
          if (response.body.kind !== "single" || !response.body.singleResult.errors) return;
          const { singleResult } = response.body;
          const errors = response.body.singleResult.errors.slice(0, MAX_ERRORS);
          singleResult.errors = errors;
          for (const { extensions } of errors) onRefusal(String(extensions?.code));
          // GraphQL over HTTP §6.4.1: a well-formed request is 200 for clients of the older media type.
          const isLegacy = request.http?.headers.get("accept") === JSON_TYPE;
          // To an undecided user it is the request that says too little, by a header.
          if (contextValue.undecided) return;
          if (isLegacy && response.http.status === 400 && errors.every(isRefusedDocument)) response.http.status = 200;
        },
      };
    },
  };
}

function isRefusedDocument({ extensions }: { extensions?: Record<string, unknown> }): boolean {
  return /^(?:GRAPHQL_\w+_FAILED|BAD_USER_INPUT)$/.test(String(extensions?.code));
}

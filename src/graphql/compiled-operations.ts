import {
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  getVariableValues,
  isEnumType,
  isIntrospectionType,
  isLeafType,
  isObjectType,
  type OperationDefinitionNode,
} from "graphql";
import { type CompiledQuery, compileQuery, isCompiledQuery } from "graphql-jit";
import type { GatewayContext } from "./context.js";
import { isWorthCompiling } from "./operation-size.js";

const MAX_COMPILED = 200;

type Done = (found: unknown) => unknown;
type Failed = (error: unknown) => unknown;

/** A valid operation, and what its execution needs. */
export interface CompiledRequest {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  operationName: string | null;
  queryHash: string | undefined;
  variables: Record<string, unknown>;
  context: GatewayContext;
}

/** Answers undefined for an operation that is not compiled, or not yet. */
export type CompiledExecutor = (request: CompiledRequest) => Promise<ExecutionResult | undefined>;

/**
 * Executes operations as compiled functions (graphql-jit), which halves the time of a list. Compiling costs a few
 * executions, so an operation is compiled when it comes again. Why: docs/decisions/0005-compiled-operations.md
 */
export function compiledExecutor(schema: GraphQLSchema): CompiledExecutor {
  demandPlainEnums(schema);
  catchBehindPromises(schema);
  const seen = new WeakSet<DocumentNode>();
  const compiled = new Map<string, CompiledQuery | undefined>();

  function compiledOf(document: DocumentNode, operationName: string | null, queryHash: string) {
    const key = `${queryHash} ${operationName ?? ""}`;
    const known = compiled.has(key) ? compiled.get(key) : compile(document, operationName);
    compiled.delete(key);
    compiled.set(key, known);
    const [oldest] = compiled.keys();
    if (compiled.size > MAX_COMPILED) compiled.delete(oldest as string);
    return known;
  }

  /** The compiled query; undefined for one that is not worth compiling or cannot be compiled. */
  function compile(document: DocumentNode, operationName: string | null): CompiledQuery | undefined {
    if (!isWorthCompiling(document, operationName, schema)) return undefined;
    const query = compileQuery(schema, document, operationName ?? undefined, { disablingCapturingStackErrors: true });
    return isCompiledQuery(query) ? query : undefined;
  }

  return async ({ document, operation, operationName, queryHash, variables, context }) => {
    if (queryHash === undefined) return undefined;
    if (!seen.has(document)) {
      seen.add(document);
      return undefined;
    }
    const query = compiledOf(document, operationName, queryHash);
    if (!query) return undefined;
    // graphql-jit ignores defaults of required input fields, so it gets variables that graphql-js has coerced.
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
    return located(await query.query(undefined, context, coerced));
  };
}

/** Throws for an enum whose names differ from its values, since variables are coerced twice. */
function demandPlainEnums(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    const values = isEnumType(type) ? type.getValues() : [];
    const renamed = values.find(({ name, value }) => name !== value);
    if (renamed) throw new Error(`The value ${type}.${renamed.name} must be called what it is inside.`);
  }
}

/** Gateways of one process share their schema. */
const caught = new WeakSet<GraphQLSchema>();

/**
 * graphql-jit works on a resolved promise where nothing catches: a property that throws would end the process and leave
 * the request unanswered. This turns it into an error of the field that returned the promise.
 */
function catchBehindPromises(schema: GraphQLSchema): void {
  if (caught.has(schema)) return;
  caught.add(schema);
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    if (isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      if (!resolve || isLeafType(getNamedType(field.type))) continue;
      field.resolve = (...given) => {
        const found: unknown = resolve(...given);
        if (!(found instanceof Promise)) return found;
        // biome-ignore lint/suspicious/noThenProperty: graphql-jit gives both functions to one `then`.
        return { then: (done?: Done, failed?: Failed) => found.then(done).catch(failed) };
      };
    }
  }
}

/** A result with its errors in the form of graphql-js, on which everything after the execution relies. */
function located(result: ExecutionResult): ExecutionResult {
  return result.errors ? { ...result, errors: result.errors.map(locatedError) } : result;
}

function locatedError({ message, path, locations, originalError }: GraphQLError): GraphQLError {
  if (originalError instanceof GraphQLError && originalError.path) return originalError;
  // An error of graphql-jit itself has no original. Only those about arguments are the client's mistake.
  const isClients = originalError === undefined && message.startsWith('Argument "');
  const error = new GraphQLError(message, {
    path,
    originalError: isClients ? undefined : (originalError ?? new Error(message)),
  });
  return Object.defineProperty(error, "locations", { value: locations, enumerable: true });
}

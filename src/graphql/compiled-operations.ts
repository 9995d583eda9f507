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

/** An operation that is valid, and what it is executed with. */
export interface CompiledRequest {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  operationName: string | null;
  queryHash: string | undefined;
  variables: Record<string, unknown>;
  context: GatewayContext;
}

/** Undefined for what is not to be compiled, or not yet. */
export type CompiledExecutor = (request: CompiledRequest) => Promise<ExecutionResult | undefined>;

/**
 * Executes operations as compiled functions (graphql-jit) instead of interpreting them: a list takes half the time.
 * Compiling takes as long as a few executions, so it waits until an operation comes again.
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

  /** Undefined for what is not to be compiled, or cannot be. */
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
    // graphql-jit forgets the defaults of required input fields, so it gets what graphql-js has completed.
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
    return located(await query.query(undefined, context, coerced));
  };
}

/** Variables are coerced twice, which changes nothing as long as enum values are called what they are. */
function demandPlainEnums(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    const values = isEnumType(type) ? type.getValues() : [];
    const renamed = values.find(({ name, value }) => name !== value);
    if (renamed) throw new Error(`The value ${type}.${renamed.name} must be called what it is inside.`);
  }
}

/**
 * What a promise of an object comes to, graphql-jit works on where nobody catches: a property that throws would end the
 * process, and the request would wait for ever. Here it fails the field that promised.
 */
function catchBehindPromises(schema: GraphQLSchema): void {
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

/** The errors of a result as graphql-js reports them, which is what everything behind it goes by. */
function located(result: ExecutionResult): ExecutionResult {
  return result.errors ? { ...result, errors: result.errors.map(locatedError) } : result;
}

function locatedError({ message, path, locations, originalError }: GraphQLError): GraphQLError {
  if (originalError instanceof GraphQLError && originalError.path) return originalError;
  // graphql-jit reports its own findings without an original. Only those on arguments are the client's.
  const isClients = originalError === undefined && message.startsWith('Argument "');
  const error = new GraphQLError(message, {
    path,
    originalError: isClients ? undefined : (originalError ?? new Error(message)),
  });
  return Object.defineProperty(error, "locations", { value: locations, enumerable: true });
}

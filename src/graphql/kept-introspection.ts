import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
} from "graphql";
import { LruMap } from "toad-cache";
import { FairTurns } from "../database/fair-turns.js";
import type { CompiledRequest } from "./compiled-operations.js";
import { refusedBefore } from "./errors.js";
import { fieldsIn, fragmentsOf } from "./selections.js";

/** Tools repeat a handful of queries, whose answers are up to a megabyte each. */
const MAX_KEPT = 20;
const MAX_KEY_LENGTH = 500;

const WAIT_MS = 10_000;

const META_FIELDS = new Set(["__schema", "__type", "__typename"]);

/** Answers undefined for an operation that asks for anything but the schema. */
export type IntrospectionExecutor = (
  request: CompiledRequest,
) => ExecutionResult | Promise<ExecutionResult> | undefined;

/**
 * Answers operations that ask only for the schema. The answer is the same for everybody, so it is computed once and
 * kept. New ones are computed one after another, in fair turns between organizations.
 */
export function introspectionExecutor(schema: GraphQLSchema): IntrospectionExecutor {
  const kept = new LruMap<ExecutionResult>(MAX_KEPT);
  const turns = new FairTurns({ atOnce: 1, waitMs: WAIT_MS, what: "The introspection" });
  const isAboutSchema = new WeakMap<OperationDefinitionNode, boolean>();

  /** Afterwards waits as long as it took, so that other requests get the thread. */
  async function resolve(request: CompiledRequest, key: string, answer: (result: ExecutionResult) => void) {
    const { document, operationName, variables } = request;
    // A request that waited behind the same query finds its answer here.
    const found = kept.get(key);
    if (found) return answer(found);
    const started = performance.now();
    const result = await execute({ schema, document, operationName, variableValues: variables });
    if (!result.errors && key.length < MAX_KEY_LENGTH) kept.set(key, result);
    answer(result);
    await sleep(performance.now() - started);
    // On a busy machine the time may be over before anything else had a turn.
    await setImmediate();
  }

  function answer(request: CompiledRequest): ExecutionResult | Promise<ExecutionResult> {
    const { operation, operationName, queryHash, variables, context } = request;
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
    const key = `${queryHash} ${operationName ?? ""} ${JSON.stringify(coerced)}`;
    const known = kept.get(key);
    if (known) return known;
    const { organizationId = "", origin } = context.actor ?? {};
    const hasLeft = () => origin?.patience?.isOver ?? false;
    return new Promise<ExecutionResult>((settle, reject) => {
      turns.run(organizationId, () => resolve(request, key, settle), hasLeft).catch(reject);
    }).catch((error: unknown) => ({ errors: [refusedBefore(error)] }));
  }

  return (request) => {
    const { document, operation } = request;
    const isOne = isAboutSchema.get(operation) ?? isIntrospection(document, operation);
    isAboutSchema.set(operation, isOne);
    return isOne ? answer(request) : undefined;
  };
}

function isIntrospection(document: DocumentNode, { selectionSet }: OperationDefinitionNode): boolean {
  let asksForSchema = false;
  for (const { name } of fieldsIn(selectionSet, fragmentsOf(document))) {
    if (!META_FIELDS.has(name.value)) return false;
    asksForSchema ||= name.value !== "__typename";
  }
  return asksForSchema;
}

import { setTimeout as sleep } from "node:timers/promises";
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

/** Tools ask a handful of questions, each again and again; an answer is up to a megabyte. */
const MAX_KEPT = 20;
const MAX_KEY_LENGTH = 500;

const WAIT_MS = 10_000;

const META_FIELDS = new Set(["__schema", "__type", "__typename"]);

/** Undefined for what asks for anything but the schema. */
export type IntrospectionExecutor = (
  request: CompiledRequest,
) => ExecutionResult | Promise<ExecutionResult> | undefined;

/**
 * Answers what asks for nothing but the schema: that is the same for everybody, so it is resolved once and kept. What is
 * not kept yet is resolved one after the other, fairly between organizations, and others are served in between.
 */
export function introspectionExecutor(schema: GraphQLSchema): IntrospectionExecutor {
  const kept = new LruMap<ExecutionResult>(MAX_KEPT);
  const turns = new FairTurns({ atOnce: 1, waitMs: WAIT_MS, what: "The introspection" });
  const isAboutSchema = new WeakMap<OperationDefinitionNode, boolean>();

  /** The thread is everybody's: what it was taken for by one, the others have it for afterwards. */
  async function resolve(request: CompiledRequest, key: string, answer: (result: ExecutionResult) => void) {
    const { document, operationName, variables } = request;
    // Who waited behind the same question finds it answered.
    const found = kept.get(key);
    if (found) return answer(found);
    const started = performance.now();
    const result = await execute({ schema, document, operationName, variableValues: variables });
    if (!result.errors && key.length < MAX_KEY_LENGTH) kept.set(key, result);
    answer(result);
    await sleep(performance.now() - started);
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

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
export type IntrospectionExecutor = (request: CompiledRequest) => Promise<ExecutionResult> | undefined;

/**
 * Answers what asks for nothing but the schema: that is the same for everybody, so it is resolved once and kept. What is
 * not kept yet is resolved one after the other, fairly between organizations, and others are served in between.
 */
export function introspectionExecutor(schema: GraphQLSchema): IntrospectionExecutor {
  const kept = new LruMap<ExecutionResult>(MAX_KEPT);
  const turns = new FairTurns({ atOnce: 1, waitMs: WAIT_MS, what: "The introspection" });
  const isAboutSchema = new WeakMap<OperationDefinitionNode, boolean>();

  async function resolve({ document, operationName, variables }: CompiledRequest): Promise<ExecutionResult> {
    await new Promise((next) => setImmediate(next));
    return execute({ schema, document, operationName, variableValues: variables });
  }

  async function answer(request: CompiledRequest): Promise<ExecutionResult> {
    const { operation, operationName, queryHash, variables, context } = request;
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
    const key = `${queryHash} ${operationName ?? ""} ${JSON.stringify(coerced)}`;
    const known = kept.get(key);
    if (known) return known;
    const resolveOrFind = async () => {
      // Who waited behind the same question finds it answered.
      const result = kept.get(key) ?? (await resolve(request));
      if (!result.errors && key.length < MAX_KEY_LENGTH) kept.set(key, result);
      return result;
    };
    return turns
      .run(context.actor?.organizationId ?? "", resolveOrFind)
      .catch((error: unknown) => ({ errors: [refusedBefore(error)] }));
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

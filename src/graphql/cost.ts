import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  getVariableValues,
  isListType,
  type OperationDefinitionNode,
} from "graphql";
import { type ComplexityEstimatorArgs, getComplexity } from "graphql-query-complexity";
import { DEFAULT_PAGE_SIZE } from "../model/inputs/page.inputs.js";

/** More selections than this, fragments expanded, are not worth counting: they are refused. */
const MAX_SELECTIONS = 5000;

/** A list that comes whole may be as long as a page; a search may sort 10,000 names, and its count read all of them. */
const LIST_COST = 10;
const SEARCH_COST = 500;

/** The lists of a page itself, which its size has paid for. */
const PAGE_ITEMS = new Set(["edges", "nodes"]);

/** Kept for each operation, so that only the first of many alike is visited. */
const MAX_KNOWN_COSTS = 100;
const MAX_KEY_LENGTH = 500;
const knownCosts = new WeakMap<OperationDefinitionNode, Map<string, number>>();

/** The cost of an operation, which depends on numbers, flags and on which variables there are, but on no text. */
export function costOf(
  schema: GraphQLSchema,
  query: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number {
  const known = knownCosts.get(operation) ?? new Map<string, number>();
  knownCosts.set(operation, known);
  const key = JSON.stringify(variables, (_name, value) => (typeof value === "string" ? "" : value));
  const cost = known.get(key) ?? countCost(schema, query, operation, variables);
  if (known.size < MAX_KNOWN_COSTS && key.length < MAX_KEY_LENGTH) known.set(key, cost);
  return cost;
}

/**
 * What an operation costs: the sizes of its pages, multiplied down their nesting and summed, with a flat price for
 * lists that come whole and for searching names. Its variables must fit,
 * see `rejectBadVariables`.
 */
function countCost(
  schema: GraphQLSchema,
  query: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number {
  try {
    return getComplexity({
      schema,
      query,
      operationName: operation.name?.value,
      variables,
      maxQueryNodes: MAX_SELECTIONS,
      estimators: [pageCost],
    });
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/**
 * Throws for variables that do not fit their types, at the first one: graphql-js prints the whole variable into every
 * error, which for thousands of mistakes in one request takes minutes.
 */
export function rejectBadVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): void {
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 1 });
  const [error] = errors ?? [];
  if (!error) return;
  const { message, nodes } = error;
  throw new GraphQLError(message, { nodes, extensions: { code: "BAD_USER_INPUT", http: { status: 400 } } });
}

function pageCost({ field, args, childComplexity }: ComplexityEstimatorArgs): number {
  if (getNamedType(field.type).name.endsWith("Connection")) {
    // A size that will be refused must not pay for its siblings.
    const size = Math.max(1, args.first ?? args.last ?? DEFAULT_PAGE_SIZE);
    return size * (1 + childComplexity) + (args.filter?.query == null ? 0 : SEARCH_COST);
  }
  const isUnpagedList = isListType(getNullableType(field.type)) && !PAGE_ITEMS.has(field.name);
  return childComplexity + (isUnpagedList ? LIST_COST : 0);
}

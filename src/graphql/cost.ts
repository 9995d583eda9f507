import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  getVariableValues,
  isIntrospectionType,
  isLeafType,
  isListType,
  type OperationDefinitionNode,
} from "graphql";
import { type ComplexityEstimatorArgs, getComplexity } from "graphql-query-complexity";
import { DEFAULT_PAGE_SIZE } from "../model/inputs/page.inputs.js";
import { PRICES } from "../services/limits/prices.js";
import { IntrospectionPrices } from "./introspection-prices.js";
import { type Fragments, fieldsIn, fragmentsOf } from "./selections.js";

/** More selections than this, fragments expanded, are not worth counting: they are refused. */
const MAX_SELECTIONS = 5000;

/** Conditions that an index answers, each its own: one of them costs nothing, any more are tested row by row. */
const INDEXED = ["action", "targetId", "actorSecretId"];

/** What each condition of a filter costs. */
export const FILTER_PRICES: Record<string, number> = {
  query: PRICES.filter,
  public: PRICES.filter,
  enabled: PRICES.filter,
  grantType: PRICES.filter,
  rotationEndsBefore: PRICES.filter,
  hasRotatedSecret: PRICES.secretFilter,
  secretCreatedBefore: PRICES.secretFilter,
  actorId: PRICES.filter,
  action: 0,
  targetId: 0,
  actorSecretId: 0,
  since: 0,
  until: 0,
};

/** The lists of a page itself, which its size multiplies. */
const PAGE_ITEMS = new Set(["edges", "nodes"]);

/** What stands around the objects of a page is read with them. */
const AROUND_ITEMS = new Set(["edges", "pageInfo"]);

/** Values that are found with rows of their own, as an object is. */
export const LOADED_VALUES = new Set(["clientSecretHint", "hasRotatedSecret", "memberId"]);

/** Sums of tenths are a little off. */
const EXACT_DIGITS = 6;

/** Kept for each operation, so that only the first of many alike is visited. */
const MAX_KNOWN_COSTS = 100;
const MAX_KEY_LENGTH = 500;
const knownCosts = new WeakMap<OperationDefinitionNode, Map<string, number>>();

/**
 * The cost of an operation, which depends on numbers, flags and on which variables there are, but on no text. Its
 * variables must fit, see `rejectBadVariables`; throws for arguments that do not.
 */
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

interface Pricing {
  fragments: Fragments;
  introspection: IntrospectionPrices;
  mutations: GraphQLObjectType | null | undefined;
}

/** Its objects and values, multiplied down the sizes of its pages and summed, and what else it may read. */
function countCost(
  schema: GraphQLSchema,
  query: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number {
  const context: Pricing = {
    fragments: fragmentsOf(query),
    introspection: IntrospectionPrices.of(schema),
    mutations: schema.getMutationType(),
  };
  try {
    const sum = getComplexity({
      schema,
      query,
      operationName: operation.name?.value,
      variables,
      context,
      maxQueryNodes: MAX_SELECTIONS,
      estimators: [priceOf],
    });
    return Math.ceil(Number(sum.toFixed(EXACT_DIGITS)));
  } catch (error) {
    throw error instanceof GraphQLError ? refused(error) : error;
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
  if (error) throw refused(error);
}

/** An argument that does not fit once its variables are in place; or, without a place in the document, its size. */
function refused({ message, nodes }: GraphQLError): GraphQLError {
  const http = { status: 400 };
  if (nodes) return new GraphQLError(message, { nodes, extensions: { code: "BAD_USER_INPUT", http } });
  return new GraphQLError(`The operation has too many selections; the limit is ${MAX_SELECTIONS}.`, {
    extensions: { code: "GRAPHQL_VALIDATION_FAILED", http },
  });
}

function priceOf(estimated: ComplexityEstimatorArgs): number {
  const { type: parent, field, childComplexity, context } = estimated;
  const type = getNamedType(field.type);
  const { fragments, introspection, mutations } = context as Pricing;
  if (isIntrospectionType(type) || isIntrospectionType(parent)) return introspection.priceOf(estimated);
  if (type.name.endsWith("Connection")) return pageCost(estimated, fragments);
  const isValue = isLeafType(type) && !LOADED_VALUES.has(field.name);
  const item = (isValue || AROUND_ITEMS.has(field.name) ? PRICES.leaf : PRICES.object) + childComplexity;
  if (parent === mutations && !isLeafType(type)) return PRICES.write + item;
  const isUnpagedList = isListType(getNullableType(field.type)) && !PAGE_ITEMS.has(field.name);
  return isUnpagedList ? Math.max(PRICES.list, PRICES.listedItems * item) : item;
}

function pageCost({ args, childComplexity, node }: ComplexityEstimatorArgs, fragments: Fragments): number {
  // A size that will be refused must not pay for its siblings.
  const size = Math.max(1, args.first ?? args.last ?? DEFAULT_PAGE_SIZE);
  const filter = filterCost(args.filter ?? {});
  // A row is read whether or not anything of it is sent.
  const rows = size * Math.max(PRICES.object, childComplexity);
  // The count walks the list for itself, whatever the page has found.
  return PRICES.page + rows + filter + (isCounted(node, fragments) ? PRICES.count + filter : 0);
}

function filterCost(filter: Record<string, unknown>): number {
  const given = Object.keys(filter).filter((condition) => filter[condition] != null);
  const sum = given.reduce((cost, condition) => cost + (FILTER_PRICES[condition] ?? PRICES.filter), 0);
  const indexed = given.filter((condition) => INDEXED.includes(condition)).length;
  return sum + PRICES.filter * Math.max(0, indexed - 1);
}

/** What only some values of its variables ask for counts as asked for. */
function isCounted({ selectionSet }: FieldNode, fragments: Fragments): boolean {
  for (const { name } of fieldsIn(selectionSet, fragments)) if (name.value === "totalCount") return true;
  return false;
}

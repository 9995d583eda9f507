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
import { KEPT_SOURCES } from "../services/secrets/collected-use.js";
import { IntrospectionPrices } from "./introspection-prices.js";
import { type Fragments, fieldsIn, fragmentsOf } from "./selections.js";

/** An operation with more selections, fragments expanded, is refused without being priced. */
const MAX_SELECTIONS = 5000;

/** How graphql-query-complexity says so: its errors have no codes. */
const TOO_MANY_SELECTIONS = "Query exceeds the maximum allowed number of nodes";

/**
 * Filters with an index of their own. Only one index is used, so each further one costs as much as a filter without.
 */
const INDEXED = ["action", "targetId", "actorId", "actorSecretId"];

/** The price of each condition of a filter. */
export const FILTER_PRICES: Record<string, number> = {
  query: PRICES.filter,
  public: PRICES.filter,
  enabled: PRICES.filter,
  grantType: PRICES.filter,
  createdByViewer: PRICES.filter,
  rotationEndsBefore: PRICES.filter,
  hasRotatedSecret: PRICES.filter,
  secretCreatedBefore: PRICES.filter,
  actorId: 0,
  action: 0,
  targetId: 0,
  actorSecretId: 0,
  since: 0,
  until: 0,
};

/** The fields of a page that hold its items; the page's size is multiplied in already. */
const PAGE_ITEMS = new Set(["edges", "nodes"]);

/** The fields of a page for which its list is counted, once for both. */
const COUNTING = new Set(["totalCount", "totalCountIsExact"]);

/** Parts of a page that are computed without reading anything more. */
const AROUND_ITEMS = new Set(["edges", "pageInfo"]);

/** Scalars that need rows of their own, and so cost as much as an object. */
export const LOADED_VALUES = new Set(["clientSecretHint", "hasRotatedSecret", "memberId", "secretContestedAt"]);

/** Values that are sealed where there is a recipient key; whether there is one is known too late. */
const SEALED_VALUES = new Set(["sealedClientSecret", "sealedToken"]);

/** Lists without pages that are often as long as they may be, and that length. */
const LENGTHS: Record<string, number> = { usedFrom: KEPT_SOURCES, refusedFrom: KEPT_SOURCES };

/** Rounds off the errors of adding tenths. */
const EXACT_DIGITS = 6;

/** Costs are kept for each operation, so that only the first of many equal requests walks the document. */
const MAX_KNOWN_COSTS = 100;
const MAX_KEY_LENGTH = 500;
const knownCosts = new WeakMap<OperationDefinitionNode, Map<string, number>>();

/**
 * The cost of an operation: see services/limits/prices.ts. It depends on numbers, flags and the presence of variables,
 * never on texts. The variables must have passed `rejectBadVariables`. Throws a GraphQLError for bad arguments.
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

/** The sum over all selected fields, multiplied by the sizes of pages, and of what else is read. */
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
 * Throws at the first variable that does not fit its type. graphql-js prints the whole variable into each error, which
 * takes minutes for thousands of mistakes.
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

/** An error with nodes is about an argument; one without is about the limit of selections, or a defect. */
function refused(error: GraphQLError): Error {
  const { message, nodes } = error;
  const http = { status: 400 };
  if (nodes) return new GraphQLError(message, { nodes, extensions: { code: "BAD_USER_INPUT", http } });
  if (!message.startsWith(TOO_MANY_SELECTIONS)) return new Error("The cost cannot be counted.", { cause: error });
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
  if (SEALED_VALUES.has(field.name)) return PRICES.sealed;
  const isValue = isLeafType(type) && !LOADED_VALUES.has(field.name);
  const item = (isValue || AROUND_ITEMS.has(field.name) ? PRICES.leaf : PRICES.object) + childComplexity;
  if (parent === mutations && !isLeafType(type)) return PRICES.write + item;
  const isUnpagedList = isListType(getNullableType(field.type)) && !PAGE_ITEMS.has(field.name);
  return isUnpagedList ? Math.max(PRICES.list, (LENGTHS[field.name] ?? PRICES.listedItems) * item) : item;
}

function pageCost(
  { type: parent, args, childComplexity, node }: ComplexityEstimatorArgs,
  fragments: Fragments,
): number {
  // A negative size is refused later; here it must not lower the cost of other fields.
  const size = Math.max(1, args.first ?? args.last ?? DEFAULT_PAGE_SIZE);
  const filter = filterCost(args.filter ?? {}, parent.name === "OAuthApplication" ? 1 : 0);
  // Each row is read, even when no field of it is selected.
  const rows = size * Math.max(PRICES.object, childComplexity);
  // Counting walks the list once more, whatever the page has found.
  return PRICES.page + rows + filter + (isCounted(node, fragments) ? PRICES.count + filter : 0);
}

/** `indexes` are in use already, as that of an application's events is. */
function filterCost(filter: Record<string, unknown>, indexes: number): number {
  const given = Object.keys(filter).filter((condition) => filter[condition] != null);
  const sum = given.reduce((cost, condition) => cost + (FILTER_PRICES[condition] ?? PRICES.filter), 0);
  const indexed = indexes + given.filter((condition) => INDEXED.includes(condition)).length;
  return sum + PRICES.filter * Math.max(0, indexed - 1);
}

/** Whether the list is counted; conditions such as @include are not looked at. */
function isCounted({ selectionSet }: FieldNode, fragments: Fragments): boolean {
  for (const { name } of fieldsIn(selectionSet, fragments)) if (COUNTING.has(name.value)) return true;
  return false;
}

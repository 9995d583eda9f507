import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  getVariableValues,
  type OperationDefinitionNode,
} from "graphql";
import { type ComplexityEstimatorArgs, getComplexity } from "graphql-query-complexity";
import { DEFAULT_PAGE_SIZE } from "../model/inputs/page.inputs.js";

/** More selections than this, fragments expanded, are not worth counting: they are refused. */
const MAX_SELECTIONS = 5000;

/**
 * What a document may cost: the sizes of its pages, multiplied down their nesting and summed. Undefined where the
 * variables do not fit, which execution reports.
 */
export function costOf(
  schema: GraphQLSchema,
  query: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number | undefined {
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (coerced.errors) return undefined;
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

function pageCost({ field, args, childComplexity }: ComplexityEstimatorArgs): number {
  if (!getNamedType(field.type).name.endsWith("Connection")) return childComplexity;
  // A size that will be refused must not pay for its siblings.
  const size = Math.max(1, args.first ?? args.last ?? DEFAULT_PAGE_SIZE);
  return size * (1 + childComplexity);
}

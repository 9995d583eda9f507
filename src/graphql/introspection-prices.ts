import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
} from "graphql";
import type { ComplexityEstimatorArgs } from "graphql-query-complexity";
import { PRICES } from "../services/limits/prices.js";

const known = new WeakMap<GraphQLSchema, IntrospectionPrices>();

/**
 * Prices introspection by the objects of its answer. A list counts as long as it is in this schema; a list of a type
 * counts as long as it is on average.
 */
export class IntrospectionPrices {
  private readonly lengths: Record<string, number>;
  /**
   * How many times longer than average the longest list of a type is, for `__type`, which may ask for just that one.
   */
  private readonly longest: number;

  private constructor(schema: GraphQLSchema) {
    const types = Object.values(schema.getTypeMap());
    const ofTypes = Object.entries(lengthsIn(schema)).map(([list, lengthIn]) => {
      const lengths = types.map(lengthIn);
      return { list, average: sumOf(lengths) / types.length, longest: Math.max(...lengths) };
    });
    const withArgs = [...types.flatMap(fieldsOf), ...schema.getDirectives()];
    this.lengths = {
      types: types.length,
      directives: schema.getDirectives().length,
      args: sumOf(withArgs.map(({ args }) => args.length)) / withArgs.length,
      ...Object.fromEntries(ofTypes.map(({ list, average }) => [list, average])),
    };
    this.longest = Math.max(...ofTypes.map(({ average, longest }) => longest / Math.max(average, 1)));
  }

  static of(schema: GraphQLSchema): IntrospectionPrices {
    const prices = known.get(schema) ?? new IntrospectionPrices(schema);
    known.set(schema, prices);
    return prices;
  }

  priceOf({ field, childComplexity }: ComplexityEstimatorArgs): number {
    if (!isCompositeType(getNamedType(field.type))) return 0;
    if (field.name === "__schema") return Math.ceil(PRICES.introspected * (1 + childComplexity));
    if (field.name === "__type") return Math.ceil(PRICES.introspected * this.longest * (1 + childComplexity));
    if (isListType(getNullableType(field.type))) return (this.lengths[field.name] ?? 1) * (1 + childComplexity);
    // Free, since `ofType` is null for most types.
    return childComplexity + (field.name === "ofType" ? 0 : 1);
  }
}

/** For each field with a list, how long the list of a type is. */
function lengthsIn(schema: GraphQLSchema): Record<string, (type: GraphQLNamedType) => number> {
  return {
    fields: (type) => fieldsOf(type).length,
    interfaces: (type) => (isObjectType(type) || isInterfaceType(type) ? type.getInterfaces().length : 0),
    inputFields: (type) => (isInputObjectType(type) ? Object.keys(type.getFields()).length : 0),
    enumValues: (type) => (isEnumType(type) ? type.getValues().length : 0),
    possibleTypes: (type) => (isAbstractType(type) ? schema.getPossibleTypes(type).length : 0),
  };
}

function fieldsOf(type: GraphQLNamedType) {
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
}

function sumOf(numbers: number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

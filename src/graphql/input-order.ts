import { GraphQLInputObjectType, isRequiredInputField } from "graphql";

/** The input with its required fields first; TypeGraphQL puts inherited ones first. */
export function requiredFirst(type: GraphQLInputObjectType): GraphQLInputObjectType {
  const config = type.toConfig();
  const ofType = type.getFields();
  const isRequired = (name: string) => ofType[name] !== undefined && isRequiredInputField(ofType[name]);
  const names = Object.keys(config.fields);
  const ordered = [...names.filter(isRequired), ...names.filter((name) => !isRequired(name))];
  return new GraphQLInputObjectType({
    ...config,
    fields: Object.fromEntries(ordered.map((name) => [name, config.fields[name] as (typeof config.fields)[string]])),
  });
}

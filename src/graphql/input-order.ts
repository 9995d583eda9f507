import { type GraphQLInputObjectType, isRequiredInputField } from "graphql";

/** Puts the required fields of an input first; TypeGraphQL puts inherited ones first. */
export function putRequiredFirst(type: GraphQLInputObjectType): void {
  const fields = type.getFields();
  const optional = Object.entries(fields).filter(([, field]) => !isRequiredInputField(field));
  for (const [name, field] of optional) {
    delete fields[name];
    fields[name] = field;
  }
}

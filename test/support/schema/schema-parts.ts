import {
  type DirectiveNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  Kind,
} from "graphql";

/** A part of a schema that has a description. */
export interface Part {
  kind: "type" | "field" | "argument" | "input field" | "enum value" | "directive";
  /** `Type`, `Type.field`, `Type.field(argument:)`, `@directive`. */
  coordinate: string;
  name: string;
  /** The type it belongs to. */
  owner?: GraphQLNamedType;
  /** The type of a field's result, or of an argument's or input field's value. */
  type?: GraphQLType;
  description: string;
  hasDefault: boolean;
  deprecationReason?: string | null;
  /** The permission of a `@requires` at this very part. */
  permission?: string;
}

interface Described {
  name: string;
  description?: string | null;
  type?: GraphQLType;
  defaultValue?: unknown;
  deprecationReason?: string | null;
  astNode?: { directives?: readonly DirectiveNode[] } | null;
}

/** All parts that a schema, built from its text, defines itself. */
export function partsOf(schema: GraphQLSchema): Part[] {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
  const directives = schema.getDirectives().filter((directive) => !isSpecifiedDirective(directive));
  return [
    ...types.flatMap((type) => [part("type", type.name, type), ...membersOf(type)]),
    ...directives.flatMap((directive) => [
      part("directive", `@${directive.name}`, directive),
      ...directive.args.map((arg) => part("argument", `@${directive.name}(${arg.name}:)`, arg)),
    ]),
  ];
}

function membersOf(type: GraphQLNamedType): Part[] {
  const at = (name: string) => `${type.name}.${name}`;
  if (isEnumType(type)) return type.getValues().map((value) => part("enum value", at(value.name), value, type));
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((field) => part("input field", at(field.name), field, type));
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    part("field", at(field.name), field, type),
    ...field.args.map((arg) => part("argument", `${at(field.name)}(${arg.name}:)`, arg, type)),
  ]);
}

function part(kind: Part["kind"], coordinate: string, described: Described, owner?: GraphQLNamedType): Part {
  const { name, description, type, defaultValue, deprecationReason, astNode } = described;
  const requires = astNode?.directives?.find((directive) => directive.name.value === "requires");
  const value = requires?.arguments?.[0]?.value;
  return {
    kind,
    coordinate,
    name,
    owner,
    type,
    description: description ?? "",
    hasDefault: defaultValue !== undefined,
    deprecationReason,
    permission: value?.kind === Kind.ENUM ? value.value : undefined,
  };
}

import { type FieldNode, type GraphQLObjectType, type GraphQLResolveInfo, getNamedType } from "graphql";
import { Extensions } from "type-graphql";
import type { GatewayContext } from "./context.js";
import { type Fragments, fieldsIn } from "./selections.js";

/** The first parameter of a resolver that reads only the properties `K` and the id of its row. */
type MadeOf<K extends string> = (
  from: { row: Record<K | "id", never>; context: GatewayContext },
  ...args: never[]
) => unknown;

/**
 * States which properties of a row a field reads, when it is not the one property of its own name. A property that is
 * not stated is not selected from the database, and using it does not compile.
 */
export function Reads<K extends string = never>(...properties: K[]) {
  return <Resolve extends MadeOf<K>>(prototype: object, method: string, _: TypedPropertyDescriptor<Resolve>): void =>
    Extensions({ reads: properties })(prototype, method);
}

const known = new WeakMap<FieldNode, readonly string[]>();

/**
 * The properties of its nodes that a connection needs; each column left out makes a list cheaper. Conditions such as
 * @include are not looked at.
 */
export function selectedProperties({ fieldNodes, fragments, returnType }: GraphQLResolveInfo): readonly string[] {
  const [first, ...others] = fieldNodes;
  const isAlone = first !== undefined && others.length === 0;
  const found = (isAlone && known.get(first)) || propertiesOf(fieldNodes, returnType, fragments);
  if (isAlone) known.set(first, found);
  return found;
}

function propertiesOf(
  connections: readonly FieldNode[],
  returnType: GraphQLResolveInfo["returnType"],
  fragments: Fragments,
): string[] {
  const connection = getNamedType(returnType) as GraphQLObjectType;
  const nodeType = getNamedType(connection.getFields().nodes?.type) as GraphQLObjectType;
  const properties = new Set<string>();
  const ofNode = (node: FieldNode) => {
    for (const { name } of fieldsIn(node.selectionSet, fragments)) {
      const reads = nodeType.getFields()[name.value]?.extensions.reads as string[] | undefined;
      for (const property of reads ?? [name.value]) properties.add(property);
    }
  };
  for (const field of connections.flatMap(({ selectionSet }) => [...fieldsIn(selectionSet, fragments)])) {
    if (field.name.value === "nodes") ofNode(field);
    if (field.name.value !== "edges") continue;
    for (const inner of fieldsIn(field.selectionSet, fragments)) if (inner.name.value === "node") ofNode(inner);
  }
  return [...properties].sort();
}

import { type FieldNode, type GraphQLObjectType, type GraphQLResolveInfo, getNamedType } from "graphql";
import { Extensions } from "type-graphql";
import { type Fragments, fieldsIn } from "./selections.js";

/** Says which properties of its row a field is made of, when that is not the one of its own name. */
export function Reads<T>(...properties: (keyof T & string)[]): ReturnType<typeof Extensions> {
  return Extensions({ reads: properties });
}

const known = new WeakMap<FieldNode, readonly string[]>();

/**
 * The properties of its nodes that a connection is asked for: every column that need not be read makes a list cheaper.
 * What only some values of its variables ask for counts as asked for.
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

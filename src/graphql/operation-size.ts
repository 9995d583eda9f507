import {
  BREAK,
  type DocumentNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  type InlineFragmentNode,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
  visit,
} from "graphql";

/**
 * What takes more fields than this is interpreted. Compiling takes memory and time by the field, and by the type that a
 * field of an interface may turn out to be: somebody could ask for much of both with little.
 */
const MAX_COMPILED_FIELDS = 100;

/**
 * Whether graphql-jit does with an operation what graphql-js does, and the operation is small enough to be compiled.
 * Mutations gain nothing, and have an order to keep. Of a fragment that is spread under several conditions graphql-jit
 * heeds only the first, and a field that is called `__proto__` it loses.
 */
export function isWorthCompiling(document: DocumentNode, operationName: string | null, schema: GraphQLSchema): boolean {
  const isQuery = getOperationAST(document, operationName)?.operation === OperationTypeNode.QUERY;
  return isQuery && !isBeyondJit(document) && countFields(document, operationName, schema) <= MAX_COMPILED_FIELDS;
}

function isBeyondJit(document: DocumentNode): boolean {
  let found = false;
  const look = ({ directives = [] }: FragmentSpreadNode | InlineFragmentNode) => {
    if (directives.length === 0) return undefined;
    found = true;
    return BREAK;
  };
  visit(document, {
    FragmentSpread: look,
    InlineFragment: look,
    Field({ alias }) {
      if (alias?.value !== "__proto__") return undefined;
      found = true;
      return BREAK;
    },
  });
  return found;
}

/** The fields of an operation with its fragments in place, each as often as there are types it may belong to. */
function countFields(document: DocumentNode, operationName: string | null, schema: GraphQLSchema): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const part of document.definitions)
    if (part.kind === Kind.FRAGMENT_DEFINITION) fragments.set(part.name.value, part);
  let fields = 0;
  const count = ({ selections }: SelectionSetNode, parent: GraphQLNamedType | undefined, weight: number): void => {
    for (const selection of selections) {
      // Nested fragments multiply; nobody has to know by how much.
      if (fields > MAX_COMPILED_FIELDS) return;
      if (selection.kind === Kind.FIELD) {
        fields += weight;
        const named = typeBehind(parent, selection.name.value);
        const types = isAbstractType(named) ? schema.getPossibleTypes(named).length : 1;
        if (selection.selectionSet) count(selection.selectionSet, named, weight * types);
      } else {
        const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
        const condition = fragment?.typeCondition && schema.getType(fragment.typeCondition.name.value);
        if (fragment) count(fragment.selectionSet, condition ?? parent, weight);
      }
    }
  };
  const operation = getOperationAST(document, operationName);
  if (operation) count(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined, 1);
  return fields;
}

function typeBehind(parent: GraphQLNamedType | undefined, field: string): GraphQLNamedType | undefined {
  const found = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field] : undefined;
  return found && getNamedType(found.type);
}

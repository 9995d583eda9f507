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
 * Operations with more fields are interpreted: the cost of compiling grows with the fields, and with the types that a
 * field of an interface may have, so that a short document could cost much.
 */
const MAX_COMPILED_FIELDS = 100;

/**
 * Whether an operation is small enough to be compiled, and graphql-jit executes it as graphql-js would. Mutations are
 * not: they gain nothing, and have to run in order. graphql-jit mishandles conditions on fragments, of which it uses
 * only the first, and loses a field called `__proto__`.
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

/** The fields of an operation, fragments expanded, each counted once for every type it may belong to. */
function countFields(document: DocumentNode, operationName: string | null, schema: GraphQLSchema): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const part of document.definitions)
    if (part.kind === Kind.FRAGMENT_DEFINITION) fragments.set(part.name.value, part);
  let fields = 0;
  const count = ({ selections }: SelectionSetNode, parent: GraphQLNamedType | undefined, weight: number): void => {
    for (const selection of selections) {
      // Stops at the limit: nested fragments multiply, and the exact number does not matter.
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

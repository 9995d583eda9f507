import {
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
  visit,
} from "graphql";

/** Limits that honest clients never reach. The parser limits the tokens. */
export const MAX_TOKENS = 1000;
export const MAX_DEPTH = 12;
export const MAX_ALIASES = 30;
export const MAX_ROOT_FIELDS = 20;
export const MAX_DIRECTIVES = 20;
export const MAX_COST = 10_000;
export const MAX_ERRORS = 100;

/** Counts of one selection set, fragments expanded; Infinity when a fragment spreads itself. */
interface Shape {
  depth: number;
  aliases: number;
  fields: number;
}

/** A validation rule that refuses documents beyond the limits. */
export function limitsRule(context: ValidationContext): ASTVisitor {
  return {
    Document(document) {
      for (const message of excesses(document)) context.reportError(new GraphQLError(message));
      return false;
    },
  };
}

/**
 * Messages of all limits that a document exceeds. A variable `$__proto__` is refused too: in graphql-js and graphql-jit
 * it becomes the prototype of the other variables.
 */
function* excesses(document: DocumentNode): Generator<string> {
  const shapes = new Map<string, Shape>();
  const directives = countDirectives(document);
  if (directives > MAX_DIRECTIVES) yield `The document has ${directives} directives; the limit is ${MAX_DIRECTIVES}.`;
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    if (definition.variableDefinitions?.some(({ variable }) => variable.name.value === "__proto__"))
      yield "The variable $__proto__ has a name that cannot be used.";
    const { depth, aliases, fields } = shapeOf(definition.selectionSet, fragmentsOf(document), shapes);
    if (depth > MAX_DEPTH) yield `The operation is nested too deeply; the limit is ${MAX_DEPTH} levels.`;
    if (aliases > MAX_ALIASES) yield `The operation has too many aliases; the limit is ${MAX_ALIASES}.`;
    if (fields > MAX_ROOT_FIELDS) yield `The operation has too many root fields; the limit is ${MAX_ROOT_FIELDS}.`;
  }
}

function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/** Counts a selection set; each fragment is counted once, so that nested fragments cost no more than their length. */
function shapeOf(
  { selections }: SelectionSetNode,
  fragments: Map<string, FragmentDefinitionNode>,
  known: Map<string, Shape>,
): Shape {
  const shape: Shape = { depth: 0, aliases: 0, fields: 0 };
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const inner = selection.selectionSet && shapeOf(selection.selectionSet, fragments, known);
      // graphql-js limits the depth of introspection itself, and the standard query of tools is deeper than this limit.
      const isIntrospection = selection.name.value === "__schema" || selection.name.value === "__type";
      shape.depth = Math.max(shape.depth, isIntrospection ? 1 : 1 + (inner?.depth ?? 0));
      shape.aliases += (selection.alias ? 1 : 0) + (inner?.aliases ?? 0);
      shape.fields += 1;
      continue;
    }
    const inner =
      selection.kind === Kind.INLINE_FRAGMENT
        ? shapeOf(selection.selectionSet, fragments, known)
        : shapeOfFragment(selection.name.value, fragments, known);
    shape.depth = Math.max(shape.depth, inner.depth);
    shape.aliases += inner.aliases;
    shape.fields += inner.fields;
  }
  return shape;
}

function shapeOfFragment(
  name: string,
  fragments: Map<string, FragmentDefinitionNode>,
  known: Map<string, Shape>,
): Shape {
  const measured = known.get(name);
  if (measured) return measured;
  known.set(name, { depth: Number.POSITIVE_INFINITY, aliases: 0, fields: 0 });
  const fragment = fragments.get(name);
  const shape = fragment ? shapeOf(fragment.selectionSet, fragments, known) : { depth: 0, aliases: 0, fields: 0 };
  known.set(name, shape);
  return shape;
}

function countDirectives(document: DocumentNode): number {
  let count = 0;
  visit(document, {
    Directive() {
      count += 1;
    },
  });
  return count;
}

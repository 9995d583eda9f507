import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type OperationTypeNode,
  type SelectionSetNode,
} from "graphql";

/** The fragments of a document by name. */
export type Fragments = Record<string, FragmentDefinitionNode>;

export function fragmentsOf({ definitions }: DocumentNode): Fragments {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/** The fields of a selection set, fragments expanded, whatever the conditions on them. */
export function* fieldsIn(selectionSet: SelectionSetNode | undefined, fragments: Fragments): Generator<FieldNode> {
  for (const selection of selectionSet?.selections ?? []) {
    if (selection.kind === Kind.FIELD) yield selection;
    else if (selection.kind === Kind.INLINE_FRAGMENT) yield* fieldsIn(selection.selectionSet, fragments);
    else yield* fieldsIn(fragments[selection.name.value]?.selectionSet, fragments);
  }
}

/** Whether an operation of this type has only this field at its root, however often. */
export function asksOnly(
  document: DocumentNode,
  { operation, selectionSet }: OperationDefinitionNode,
  type: OperationTypeNode,
  name: string,
): boolean {
  if (operation !== type) return false;
  const fields = [...fieldsIn(selectionSet, fragmentsOf(document))];
  return fields.every((field) => field.name.value === name || field.name.value === "__typename");
}

import { collectFields, collectSubFields } from "@graphql-tools/utils";
import {
  BREAK,
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  visit,
} from "graphql";
import { Extensions } from "type-graphql";
import { DomainError } from "../model/domain-error.js";
import { fragmentsOf } from "./selections.js";

/** Says which field of a mutation's payload shows what is shown in that answer only. */
export function ShownOnce<T>(field: keyof T & string): ReturnType<typeof Extensions> {
  return Extensions({ shownOnce: field });
}

/** A mutation whose answer would not have the field in which something is shown once. */
interface Loss {
  mutation: readonly FieldNode[];
  field: string;
}

/** Of operations whose directives heed no variable; null where nothing would be lost. */
const known = new WeakMap<OperationDefinitionNode, Loss | null>();

/** Refuses an operation that would issue what nobody gets to see. Its variables must fit, see `rejectBadVariables`. */
export function rejectUnseen(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): void {
  if (operation.operation !== OperationTypeNode.MUTATION) return;
  let loss = known.get(operation);
  if (loss === undefined) {
    const heedsVariables = hasVariableConditions(document);
    const { coerced = {} } = heedsVariables
      ? getVariableValues(schema, operation.variableDefinitions ?? [], variables)
      : {};
    loss = findLoss(schema, document, operation, coerced);
    if (!heedsVariables) known.set(operation, loss);
  }
  if (!loss) return;
  const { mutation, field } = loss;
  const message = `${field} must be selected: it is shown in this answer only`;
  throw new GraphQLError(message, {
    nodes: mutation,
    originalError: DomainError.invalidField(field, "selected", message),
    extensions: { http: { status: 400 } },
  });
}

function hasVariableConditions(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Directive({ arguments: values = [] }) {
      found ||= values.some(({ value }) => value.kind === Kind.VARIABLE);
      return found ? BREAK : undefined;
    },
  });
  return found;
}

/** As the executor collects fields: fragments in place, `@skip` and `@include` heeded, like names merged. */
function findLoss(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Loss | null {
  const root = schema.getMutationType() as GraphQLObjectType;
  const fragments = fragmentsOf(document);
  const { fields } = collectFields(schema, fragments, variables, root, operation.selectionSet);
  for (const mutation of fields.values()) {
    const definition = root.getFields()[mutation[0]?.name.value ?? ""];
    const field = definition?.extensions.shownOnce as string | undefined;
    if (!definition || field === undefined) continue;
    const payload = getNamedType(definition.type) as GraphQLObjectType;
    const selected = collectSubFields(schema, fragments, variables, payload, mutation).fields.values();
    if (![...selected].some(([node]) => node?.name.value === field)) return { mutation, field };
  }
  return null;
}

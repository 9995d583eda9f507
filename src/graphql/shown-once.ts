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

/** Marks a mutation: this field of its payload is shown once. */
export function ShownOnce<T>(field: keyof T & string): ReturnType<typeof Extensions> {
  return Extensions({ shownOnce: field });
}

/** A mutation that does not select its field that is shown once. */
interface Loss {
  mutation: readonly FieldNode[];
  field: string;
}

/** Results for operations whose directives use no variables; null when nothing is lost. */
const known = new WeakMap<OperationDefinitionNode, Loss | null>();

/**
 * Refuses a mutation that would issue a secret or token without showing it. Its arguments must have passed
 * `costOf`.
 */
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

/** Collects fields as the executor does: fragments expanded, `@skip` and `@include` obeyed, equal names merged. */
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

import { collectFields, collectSubFields } from "@graphql-tools/utils";
import {
  BREAK,
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  valueFromASTUntyped,
  visit,
} from "graphql";
import { Extensions } from "type-graphql";
import { DomainError } from "../model/domain-error.js";
import type { AnswerForms } from "../services/secrets/sealing.js";
import { fragmentsOf } from "./selections.js";

/** The fields of a payload that show a new secret, by its form. Without `plaintext` that one may be left out. */
interface ShownFields {
  plaintext?: string;
  sealed: string;
}

/** Marks a mutation: one of these fields of its payload is shown once. */
export function ShownOnce<T>(fields: {
  plaintext?: keyof T & string;
  sealed: keyof T & string;
}): ReturnType<typeof Extensions> {
  return Extensions({ shownOnce: fields });
}

/** A mutation that does not select the sealed form, and perhaps no form at all. */
interface Doubt {
  mutation: readonly FieldNode[];
  sealed: string;
  /** The field of the plaintext, where that has to be selected and is not. */
  plaintext: string | undefined;
}

/** Results for operations whose directives use no variables. */
const known = new WeakMap<OperationDefinitionNode, Doubt[]>();

/**
 * Refuses a mutation that would issue a secret or token without showing it: sealed where the input has a recipient key,
 * else in either form. Its arguments must have passed `costOf`.
 */
export function rejectUnseen(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): void {
  if (operation.operation !== OperationTypeNode.MUTATION) return;
  let doubts = known.get(operation);
  if (doubts === undefined) {
    const heedsVariables = hasVariableConditions(document);
    const { coerced = {} } = heedsVariables
      ? getVariableValues(schema, operation.variableDefinitions ?? [], variables)
      : {};
    doubts = findDoubts(schema, document, operation, coerced);
    if (!heedsVariables) known.set(operation, doubts);
  }
  for (const { mutation, plaintext, sealed } of doubts) {
    const field = hasRecipientKey(mutation, operation, variables) ? sealed : plaintext;
    if (field === undefined) continue;
    const refusal = notSelected(field);
    throw new GraphQLError(refusal.message, {
      nodes: mutation,
      originalError: refusal,
      extensions: { http: { status: 400 } },
    });
  }
}

/** Which forms of a new secret the answer to a mutation shows, by its selection. */
export function formsOf(info: GraphQLResolveInfo): AnswerForms {
  const { schema, fragments, variableValues, parentType, fieldName, fieldNodes } = info;
  const definition = parentType.getFields()[fieldName];
  const fields = definition?.extensions.shownOnce as ShownFields;
  return {
    demand(form) {
      const field = fields[form];
      if (!definition || field === undefined) return;
      const payload = getNamedType(definition.type) as GraphQLObjectType;
      const names = selectedNames(schema, fragments, variableValues, payload, fieldNodes);
      if (!names.has(field)) throw notSelected(field);
    },
  };
}

function notSelected(field: string): DomainError {
  return DomainError.invalidField(field, "selected", `${field} must be selected: it is shown in this answer only`);
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

/** Whether the mutation's input has a recipient key, in the document or in a variable. */
function hasRecipientKey(
  [mutation]: readonly FieldNode[],
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Record<string, unknown>,
): boolean {
  const input = mutation?.arguments?.find(({ name }) => name.value === "input")?.value;
  if (!input) return false;
  const defaults = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
  );
  const given = defaults.length > 0 ? { ...Object.fromEntries(defaults), ...variables } : variables;
  const value = valueFromASTUntyped(input, given) as { recipientKey?: unknown } | null | undefined;
  return value?.recipientKey != null;
}

/** Collects fields as the executor does: fragments expanded, `@skip` and `@include` obeyed, equal names merged. */
function findDoubts(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Doubt[] {
  const root = schema.getMutationType() as GraphQLObjectType;
  const fragments = fragmentsOf(document);
  const { fields } = collectFields(schema, fragments, variables, root, operation.selectionSet);
  return [...fields.values()].flatMap((mutation) => {
    const definition = root.getFields()[mutation[0]?.name.value ?? ""];
    const shown = definition?.extensions.shownOnce as ShownFields | undefined;
    if (!definition || !shown) return [];
    const payload = getNamedType(definition.type) as GraphQLObjectType;
    const names = selectedNames(schema, fragments, variables, payload, mutation);
    // With the sealed form selected, only the services know whether the other one is needed.
    if (names.has(shown.sealed)) return [];
    const isMissing = shown.plaintext !== undefined && !names.has(shown.plaintext);
    return [{ mutation, sealed: shown.sealed, plaintext: isMissing ? shown.plaintext : undefined }];
  });
}

function selectedNames(
  schema: GraphQLSchema,
  fragments: ReturnType<typeof fragmentsOf>,
  variables: Record<string, unknown>,
  payload: GraphQLObjectType,
  mutation: readonly FieldNode[],
): Set<string | undefined> {
  const { fields } = collectSubFields(schema, fragments, variables, payload, [...mutation]);
  return new Set([...fields.values()].map(([node]) => node?.name.value));
}

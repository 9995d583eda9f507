import { type DocumentNode, type GraphQLField, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from "graphql";
import { Extensions } from "type-graphql";
import { ClientSecret } from "../model/client-secret.js";
import { type SecretDetail, USE_AND_TERMS } from "../services/secrets/client-secrets.js";

const OF_WHOLE = new Set<string>(USE_AND_TERMS);

/** Marks a field of an application that looks at more of its secrets than how they stand. */
export function ReadsWholeSecrets(): ReturnType<typeof Extensions> {
  return Extensions({ readsWholeSecrets: true });
}

const known = new WeakMap<DocumentNode, SecretDetail>();

/**
 * What the operations of a document read of listed secrets; each column left out makes a list cheaper. One answer for all
 * of its fields, so that they share one statement. Conditions such as @include are not looked at.
 */
export function secretDetailOf(schema: GraphQLSchema, document: DocumentNode): SecretDetail {
  const found = known.get(document) ?? detailOf(schema, document);
  known.set(document, found);
  return found;
}

function detailOf(schema: GraphQLSchema, document: DocumentNode): SecretDetail {
  let detail: SecretDetail = "standing";
  const types = new TypeInfo(schema);
  const ofField = () => {
    const [parent, field] = [types.getParentType(), types.getFieldDef()];
    if (field && parent && readsWhole(parent.name, field)) detail = "whole";
  };
  visit(document, visitWithTypeInfo(types, { Field: ofField }));
  return detail;
}

function readsWhole(parent: string, { name, extensions }: GraphQLField<unknown, unknown>): boolean {
  if (extensions.readsWholeSecrets) return true;
  const reads = (extensions.reads as readonly string[] | undefined) ?? [name];
  return parent === ClientSecret.name && reads.some((property) => OF_WHOLE.has(property));
}

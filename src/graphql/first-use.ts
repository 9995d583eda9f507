import { type DocumentNode, type OperationDefinitionNode, OperationTypeNode } from "graphql";
import type { GatewayContext } from "./context.js";
import { fieldsIn, fragmentsOf } from "./selections.js";

/**
 * Writes down, before an operation is executed, that a user acts in the organization for the first time. Not for an
 * operation that only removes members, by which a user may leave: `removeMember` decides that itself.
 */
export async function noteFirstUse(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { actor, services }: GatewayContext,
): Promise<void> {
  if (!actor?.isFirstUse || onlyRemovesMembers(document, operation)) return;
  await services.memberships.noteUse(actor);
}

function onlyRemovesMembers(document: DocumentNode, { operation, selectionSet }: OperationDefinitionNode): boolean {
  if (operation !== OperationTypeNode.MUTATION) return false;
  const fields = [...fieldsIn(selectionSet, fragmentsOf(document))];
  return fields.every(({ name }) => name.value === "removeMember" || name.value === "__typename");
}

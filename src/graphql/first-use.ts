import { type DocumentNode, type OperationDefinitionNode, OperationTypeNode } from "graphql";
import type { GatewayContext } from "./context.js";
import { fieldsIn, fragmentsOf } from "./selections.js";

/**
 * Notes, before an operation is executed, that a user acts in the organization for the first time. One that only
 * removes members may be the user leaving what others made them a member of; its resolver knows.
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

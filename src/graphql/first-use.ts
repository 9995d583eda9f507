import { type DocumentNode, type OperationDefinitionNode, OperationTypeNode } from "graphql";
import type { GatewayContext } from "./context.js";
import { asksOnly } from "./selections.js";

/**
 * Writes down, before an operation is executed, that a user acts in the organization for the first time. Not for an
 * operation that only removes members, by which a user may leave: `removeMember` decides that itself; nor for one that
 * only asks for memberships, by which a user finds out where they could act.
 */
export async function noteFirstUse(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { actor, services }: GatewayContext,
): Promise<void> {
  if (!actor?.isFirstUse) return;
  if (asksOnly(document, operation, OperationTypeNode.MUTATION, "removeMember")) return;
  if (asksOnly(document, operation, OperationTypeNode.QUERY, "memberships")) return;
  await services.memberships.noteUse(actor);
}

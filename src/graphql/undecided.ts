import { type DocumentNode, type OperationDefinitionNode, OperationTypeNode } from "graphql";
import type { GatewayContext } from "./context.js";
import { refusedBefore } from "./errors.js";
import { asksOnly } from "./selections.js";

/** Refuses a user who has not chosen an organization, unless they ask only which ones there are. */
export function rejectUndecided(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { undecided }: Pick<GatewayContext, "undecided">,
): void {
  if (!undecided || asksOnly(document, operation, OperationTypeNode.QUERY, "memberships")) return;
  throw refusedBefore(undecided);
}

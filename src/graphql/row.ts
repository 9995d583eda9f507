import { createParameterDecorator } from "type-graphql";
import type { Node } from "../model/node.js";
import type { GatewayContext } from "./context.js";

/** The row that a field is resolved from, with the properties that the field needs and the id, and the context. */
export interface RowOf<T extends Node, K extends keyof T = never> {
  readonly row: Pick<T, K | "id">;
  readonly context: GatewayContext;
}

/**
 * `@Root()` and `@Ctx()` as one parameter. TypeGraphQL sorts several parameters again for each field of each row, which
 * makes a tenth of a list's garbage.
 */
export function Row(): ReturnType<typeof createParameterDecorator> {
  return createParameterDecorator<GatewayContext>(({ root, context }) => ({ row: root, context }));
}

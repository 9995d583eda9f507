import { createParameterDecorator } from "type-graphql";
import type { Node } from "../model/node.js";
import type { GatewayContext } from "./context.js";

/** What a field of a row is resolved from: the properties that it names, and the id. */
export interface RowOf<T extends Node, K extends keyof T = never> {
  readonly row: Pick<T, K | "id">;
  readonly context: GatewayContext;
}

/**
 * `@Root()` and `@Ctx()` as one parameter: TypeGraphQL sorts several anew for each field of each row, which is a tenth
 * of a list's garbage.
 */
export function Row(): ReturnType<typeof createParameterDecorator> {
  return createParameterDecorator<GatewayContext>(({ root, context }) => ({ row: root, context }));
}

import { createParameterDecorator } from "type-graphql";
import type { GatewayContext } from "./context.js";

/** What a field of a row is resolved from. */
export interface RowOf<T> {
  readonly row: T;
  readonly context: GatewayContext;
}

/**
 * `@Root()` and `@Ctx()` as one parameter: TypeGraphQL sorts several anew for each field of each row, which is a tenth
 * of a list's garbage.
 */
export function Row(): ReturnType<typeof createParameterDecorator> {
  return createParameterDecorator<GatewayContext>(({ root, context }) => ({ row: root, context }));
}

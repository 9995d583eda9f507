import { Directive } from "type-graphql";
import type { Permission } from "./permission.js";

/**
 * Guards a field, an operation or a whole type with a permission: `@requires(permission: …)` in schema.graphql, which
 * graphql/field-authorization.ts enforces.
 */
export function Requires(permission: Permission): MethodDecorator & PropertyDecorator & ClassDecorator {
  return Directive(`@requires(permission: ${permission})`);
}

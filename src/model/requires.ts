import { Directive } from "type-graphql";
import type { Permission } from "./permission.js";

/**
 * Guards a field, an operation or a whole type with a permission. It appears in schema.graphql as
 * `@requires(permission: …)`, and graphql/field-authorization.ts enforces what it finds there. With `orRegistrant`, for a
 * field of an application, whoever registered it needs no permission.
 */
export function Requires(
  permission: Permission,
  { orRegistrant = false } = {},
): MethodDecorator & PropertyDecorator & ClassDecorator {
  return Directive(`@requires(permission: ${permission}${orRegistrant ? ", orRegistrant: true" : ""})`);
}

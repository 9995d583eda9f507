import Type from "typebox";
import type { Refusal } from "../refusal/refusal.js";
import { isKeyReused, type Refusals, type Refused } from "./dialect.js";

export const ErrorEnvelope = Type.Object({
  errors: Type.Array(
    Type.Object({
      code: Type.String(),
      message: Type.String(),
      long_message: Type.String(),
      meta: Type.Optional(Type.Object({ param_name: Type.String() })),
    }),
  ),
  clerk_trace_id: Type.String(),
});

export const REFUSALS: Refusals<string> = {
  invalid: [422, "form_param_format_invalid"],
  unauthenticated: [401, "authentication_invalid"],
  forbidden: [403, "authorization_invalid"],
  not_found: [404, "resource_not_found"],
  conflict: [409, "conflict"],
  too_many_requests: [429, "too_many_requests"],
  unavailable: [503, "internal_clerk_error"],
  malformed: [400, "request_body_invalid"],
  nothing_there: [404, "resource_not_found"],
  wrong_method: [405, "method_not_allowed"],
  not_acceptable: [406, "internal_clerk_error"],
  too_slow: [408, "internal_clerk_error"],
  too_large: [413, "request_body_too_large"],
  unsupported_type: [415, "content_type_invalid"],
  unexpected: [500, "internal_clerk_error"],
};

/** A refusal in Clerk's shape; another input under an idempotency key is bad input there. */
export function refuse({ code: reason, message, details, correlationId }: Refusal): Refused {
  const [status, code] = REFUSALS[isKeyReused(details) ? "invalid" : reason];
  const errors = details.violations?.map(({ field, rule, message }) => ({
    code: rule === "required" ? "form_param_missing" : code,
    message,
    long_message: message,
    meta: { param_name: field.split(".")[0] ?? field },
  }));
  return {
    status,
    body: { errors: errors ?? [{ code, message, long_message: message }], clerk_trace_id: correlationId },
  };
}

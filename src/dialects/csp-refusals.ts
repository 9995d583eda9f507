import Type from "typebox";
import type { Refusal } from "../refusal/refusal.js";
import type { Refusals, Refused } from "./dialect.js";

export const ErrorResponse = Type.Object({
  cspErrorCode: Type.String(),
  errorCode: Type.String(),
  message: Type.String(),
  moduleCode: Type.Integer(),
  requestId: Type.String(),
  statusCode: Type.Integer(),
});

/** The vendor does not document its codes; real clients look at the status and for a `cspErrorCode`. */
export const REFUSALS: Refusals<string> = {
  invalid: [400, "bad_request"],
  unauthenticated: [401, "unauthorized"],
  forbidden: [403, "forbidden"],
  not_found: [404, "not_found"],
  conflict: [409, "conflict"],
  too_many_requests: [429, "too_many_requests"],
  unavailable: [503, "service_unavailable"],
  malformed: [400, "bad_request"],
  nothing_there: [404, "not_found"],
  wrong_method: [405, "method_not_allowed"],
  not_acceptable: [406, "internal_server_error"],
  too_slow: [408, "internal_server_error"],
  too_large: [413, "payload_too_large"],
  unsupported_type: [415, "unsupported_media_type"],
  unexpected: [500, "internal_server_error"],
};

/** A refusal in CSP's shape. */
export function refuse({ code: reason, message, correlationId }: Refusal): Refused {
  const [status, code] = REFUSALS[reason];
  return { status, body: errorOf(status, code, message, correlationId) };
}

export function errorOf(statusCode: number, code: string, message: string, requestId: string) {
  return { cspErrorCode: code, errorCode: code, message, moduleCode: 0, requestId, statusCode };
}

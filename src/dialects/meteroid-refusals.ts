import Type, { type Static } from "typebox";
import type { Refusal } from "../refusal/refusal.js";
import type { Refusals, Refused } from "./dialect.js";

/** All of the vendor's error codes. */
const ErrorCode = Type.Enum([
  "BAD_REQUEST",
  "UNAUTHORIZED",
  "FORBIDDEN",
  "NOT_FOUND",
  "CONFLICT",
  "TOO_MANY_REQUESTS",
  "INTERNAL_SERVER_ERROR",
]);

export const ErrorBody = Type.Object({ code: ErrorCode, message: Type.String() });

export const REFUSALS: Refusals<Static<typeof ErrorCode>> = {
  invalid: [400, "BAD_REQUEST"],
  unauthenticated: [401, "UNAUTHORIZED"],
  forbidden: [403, "FORBIDDEN"],
  not_found: [404, "NOT_FOUND"],
  conflict: [409, "CONFLICT"],
  too_many_requests: [429, "TOO_MANY_REQUESTS"],
  unavailable: [503, "INTERNAL_SERVER_ERROR"],
  malformed: [400, "BAD_REQUEST"],
  nothing_there: [404, "NOT_FOUND"],
  wrong_method: [405, "BAD_REQUEST"],
  not_acceptable: [406, "BAD_REQUEST"],
  too_slow: [408, "BAD_REQUEST"],
  too_large: [413, "BAD_REQUEST"],
  unsupported_type: [415, "BAD_REQUEST"],
  unexpected: [500, "INTERNAL_SERVER_ERROR"],
};

/** A refusal in Meteroid's shape. */
export function refuse({ code: reason, message }: Refusal): Refused {
  const [status, code] = REFUSALS[reason];
  return { status, body: { code, message } };
}

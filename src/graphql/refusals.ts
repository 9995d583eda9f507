import type { GraphQLFormattedError } from "graphql";
import type { Refusal, RefusalCode } from "../refusal/refusal.js";

/** The `extensions.code` of each refusal, and its status when nothing was executed. */
export const REFUSALS: Record<RefusalCode, { code: string; status: number }> = {
  invalid: { code: "BAD_USER_INPUT", status: 400 },
  unauthenticated: { code: "UNAUTHENTICATED", status: 401 },
  forbidden: { code: "FORBIDDEN", status: 403 },
  not_found: { code: "NOT_FOUND", status: 404 },
  conflict: { code: "CONFLICT", status: 409 },
  too_many_requests: { code: "TOO_MANY_REQUESTS", status: 429 },
  unavailable: { code: "SERVICE_UNAVAILABLE", status: 503 },
  malformed: { code: "BAD_REQUEST", status: 400 },
  nothing_there: { code: "NOT_FOUND", status: 404 },
  wrong_method: { code: "BAD_REQUEST", status: 405 },
  not_acceptable: { code: "NOT_ACCEPTABLE", status: 406 },
  too_slow: { code: "REQUEST_TIMEOUT", status: 408 },
  too_large: { code: "PAYLOAD_TOO_LARGE", status: 413 },
  unsupported_type: { code: "UNSUPPORTED_MEDIA_TYPE", status: 415 },
  unexpected: { code: "INTERNAL_SERVER_ERROR", status: 500 },
};

/** In the place of TOO_MANY_REQUESTS, where a server asks about a client. */
const OF_CLIENT = "TOO_MANY_FAILED_LOGINS";

/** A refusal as an error of GraphQL: `{message, extensions: {code, …}}`. */
export function formatRefusal({ code, message, details, correlationId }: Refusal): GraphQLFormattedError {
  const { violations, lastUsedAt, field, retryAfterSeconds, isOfClient } = details;
  const [violation] = violations ?? [];
  return {
    message,
    extensions: {
      code: isOfClient ? OF_CLIENT : REFUSALS[code].code,
      ...(violation ? { field: violation.field, rule: violation.rule, violations } : {}),
      ...(violation?.limit === undefined ? {} : { limit: violation.limit }),
      ...(lastUsedAt ? { lastUsedAt } : {}),
      ...(field === undefined ? {} : { field }),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      ...(code === "unexpected" ? { correlationId } : {}),
    },
  };
}

/** The answer to a request that was refused before anything was executed. */
export function refuse(refusal: Refusal) {
  return { status: REFUSALS[refusal.code].status, body: { errors: [formatRefusal(refusal)] } };
}

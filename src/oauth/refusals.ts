import type { Refusal, RefusalCode } from "../refusal/refusal.js";

/** The status and code (RFC 6749 §5.2) of refusals that are not oidc-provider's own. */
const REFUSALS: Record<RefusalCode, [status: number, error: string]> = {
  invalid: [400, "invalid_request"],
  unauthenticated: [401, "invalid_request"],
  forbidden: [403, "invalid_request"],
  not_found: [404, "invalid_request"],
  conflict: [409, "invalid_request"],
  too_many_requests: [429, "temporarily_unavailable"],
  unavailable: [503, "temporarily_unavailable"],
  malformed: [400, "invalid_request"],
  nothing_there: [404, "invalid_request"],
  wrong_method: [405, "invalid_request"],
  not_acceptable: [406, "invalid_request"],
  too_slow: [408, "invalid_request"],
  too_large: [413, "invalid_request"],
  unsupported_type: [415, "invalid_request"],
  unexpected: [500, "invalid_request"],
};

/** Another input under an idempotency key that is kept. */
const OTHER_INPUT = [422, "invalid_request"] as const;

/** A refusal as an error answer of OAuth (RFC 6749 §5.2). */
export function refuse({ code, message, details }: Refusal) {
  const isOtherInput = details.violations?.some(({ rule }) => rule === "otherInput");
  const [status, error] = isOtherInput ? OTHER_INPUT : REFUSALS[code];
  return { status, body: { error, error_description: message } };
}

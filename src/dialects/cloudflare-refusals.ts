import Type from "typebox";
import type { Refusal } from "../refusal/refusal.js";
import type { Refusals, Refused } from "./dialect.js";

export const Notice = Type.Object({
  code: Type.Integer({ minimum: 1000 }),
  message: Type.String(),
  source: Type.Optional(Type.Object({ pointer: Type.String() })),
});

export const ErrorEnvelope = Type.Object({
  success: Type.Literal(false),
  errors: Type.Array(Notice),
  messages: Type.Array(Notice),
  result: Type.Null(),
});

/** 7003, 9109 and 10000 are the vendor's codes; the others are 10000 plus the status. */
export const REFUSALS: Refusals<number> = {
  invalid: [400, 10400],
  unauthenticated: [401, 10000],
  forbidden: [403, 9109],
  not_found: [404, 7003],
  conflict: [409, 10409],
  too_many_requests: [429, 10429],
  unavailable: [503, 10503],
  malformed: [400, 10400],
  nothing_there: [404, 7003],
  wrong_method: [405, 10405],
  not_acceptable: [406, 10406],
  too_slow: [408, 10408],
  too_large: [413, 10413],
  unsupported_type: [415, 10415],
  unexpected: [500, 10500],
};

/** A refusal in Cloudflare's shape. */
export function refuse({ code: reason, message, details }: Refusal): Refused {
  const { violations, retryAfterSeconds, isRepeatable } = details;
  const [status, code] = REFUSALS[reason];
  const errors = violations?.map(({ field, message }) => ({
    code,
    message,
    source: { pointer: `/${field.replaceAll(".", "/")}` },
  }));
  // The vendor's clients repeat a 409 or 503 by themselves, which could rotate a secret twice.
  const mayBeDone = reason === "conflict" || (reason === "unavailable" && retryAfterSeconds === undefined);
  const headers: Record<string, string> = mayBeDone && !isRepeatable ? { "x-should-retry": "false" } : {};
  return {
    status,
    headers,
    body: { success: false, errors: errors ?? [{ code, message }], messages: [], result: null },
  };
}

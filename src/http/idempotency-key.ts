import { DomainError } from "../model/domain-error.js";

/** The name of the header in messages; the services call the field `idempotencyKey`. */
export const KEY_HEADER = "Idempotency-Key";

const QUOTED = /^"((?:[^"\\]|\\["\\])*)"$/;

/**
 * The value of the header Idempotency-Key: a quoted string (RFC 8941 §3.3.3, as in
 * draft-ietf-httpapi-idempotency-key-header) or, as some clients send it, the same without quotes. Throws `invalid` for
 * quotes that do not match; what a key may be, the services say.
 */
export function idempotencyKeyIn(header: string | string[] | undefined): string | undefined {
  const value = header?.toString();
  if (!value?.startsWith('"')) return value;
  const [, quoted] = QUOTED.exec(value) ?? [];
  if (quoted !== undefined) return quoted.replace(/\\(["\\])/g, "$1");
  const field = "idempotencyKey";
  throw DomainError.invalidField(field, "quoted", `${field} must be a quoted string (RFC 8941), or bare`);
}

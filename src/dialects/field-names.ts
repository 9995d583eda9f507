import type { Violation } from "../model/domain-error.js";
import type { Refusal } from "../refusal/refusal.js";

/** From what the services call a field, as a dotted path, to what a vendor calls it, where that differs. */
export type FieldNames = Record<string, string>;

/** A refusal whose fields have the vendor's names, also in its message. */
export function withNames(refusal: Refusal, names: FieldNames): Refusal {
  const violations = refusal.details.violations?.map((violation) => renamed(violation, names));
  if (!violations) return refusal;
  const message = violations.map((violation) => violation.message).join("; ");
  return { ...refusal, message, details: { ...refusal.details, violations } };
}

/** Messages start with their field. */
function renamed(violation: Violation, names: FieldNames): Violation {
  const known = Object.keys(names)
    .filter((name) => violation.field === name || violation.field.startsWith(`${name}.`))
    .reduce((longest, name) => (name.length > longest.length ? name : longest), "");
  const field = (names[known] ?? "") + violation.field.slice(known.length);
  return { ...violation, field, message: field + violation.message.slice(violation.field.length) };
}

import type { Violation } from "../model/domain-error.js";
import type { Refusal } from "../refusal/refusal.js";

/** A vendor's names for fields, by the services' dotted paths; fields with equal names are left out. */
export type FieldNames = Record<string, string>;

/** The refusal with the vendor's names for its fields, in its message too. */
export function withNames(refusal: Refusal, names: FieldNames): Refusal {
  const violations = refusal.details.violations?.map((violation) => renamed(violation, names));
  if (!violations) return refusal;
  const message = violations.map((violation) => violation.message).join("; ");
  return { ...refusal, message, details: { ...refusal.details, violations } };
}

/** Renames a violation by the longest known path. A message starts with its field. */
function renamed(violation: Violation, names: FieldNames): Violation {
  const known = Object.keys(names)
    .filter((name) => violation.field === name || violation.field.startsWith(`${name}.`))
    .reduce((longest, name) => (name.length > longest.length ? name : longest), "");
  const field = (names[known] ?? "") + violation.field.slice(known.length);
  return { ...violation, field, message: field + violation.message.slice(violation.field.length) };
}

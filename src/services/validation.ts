import { type ValidationError, validateSync } from "class-validator";
import { DomainError, type Violation } from "../model/domain-error.js";

/**
 * Holds an input to the rules its class declares, for every way in alike. An object that is not of such a class
 * is a mistake of the caller's. Throws `invalid` with one violation a field: dotted path, rule and limit, never the value.
 */
export function validateInput(input: object): void {
  const errors = validateSync(input, {
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
  });
  if (errors.some((error) => error.constraints?.unknownValue)) {
    throw new Error(`${input.constructor.name} is not an input: it declares no rules.`);
  }
  if (errors.length > 0) throw DomainError.invalid(errors.flatMap((error) => violationsOf(error, "")));
}

function violationsOf(error: ValidationError, parent: string): Violation[] {
  const own = Object.entries(error.constraints ?? {}).map(([rule, text]) => {
    const message = parent + text;
    const violation: Violation = { field: fieldOf(message), rule, message };
    const limit: unknown = error.contexts?.[rule]?.limit;
    return typeof limit === "number" ? { ...violation, limit } : violation;
  });
  const nested = (error.children ?? []).flatMap((child) => violationsOf(child, `${parent}${error.property}.`));
  return [...own, ...nested];
}

/** Every message starts with the path of its field, see model/inputs/constraints.ts. */
function fieldOf(message: string): string {
  return message.slice(0, message.indexOf(" "));
}

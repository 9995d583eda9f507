import { type ValidationError, type ValidatorOptions, validateSync } from "class-validator";
import { DomainError, type Violation } from "../model/domain-error.js";
import { excusing } from "../model/inputs/constraints.js";

const OPTIONS: ValidatorOptions = {
  forbidUnknownValues: true,
  stopAtFirstError: true,
  validationError: { target: false, value: false },
};

/**
 * Checks an input against the rules that its class declares, for every way in. Values that `kept`, the row to be
 * changed, has already pass. Throws `invalid` with one violation per field (dotted path, rule, limit, never the value),
 * and an Error for an object that is no input.
 */
export function validateInput(input: object, kept: object = {}): void {
  const errors = excusing(input, kept, () => validateSync(input, OPTIONS));
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

/** The path at the start of a message, see model/inputs/constraints.ts. */
function fieldOf(message: string): string {
  return message.slice(0, message.indexOf(" "));
}

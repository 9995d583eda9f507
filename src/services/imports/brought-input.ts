import { DomainError, type Violation } from "../../model/domain-error.js";
import { validateInput } from "../validation.js";
import { nameIn, type SourceNames } from "./settings/source-names.js";

/** Checks what a client brings by the rules of an input. Throws `invalid` with the names that its fields have in their file. */
export function validateBrought(input: object, names: SourceNames | undefined, kept?: object): void {
  try {
    validateInput(input, kept);
  } catch (error) {
    if (!(error instanceof DomainError) || !error.details.violations) throw error;
    throw DomainError.invalid(error.details.violations.map((violation) => asInFile(violation, names)));
  }
}

function asInFile({ field, message, ...others }: Violation, names: SourceNames | undefined): Violation {
  const name = nameIn(names, field);
  return { ...others, field: name, message: name + message.slice(field.length) };
}

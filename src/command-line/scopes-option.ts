import { InvalidArgumentError } from "commander";
import { DomainError } from "../model/domain-error.js";
import { CreateOAuthApplicationInput } from "../model/inputs/oauth-application.inputs.js";
import { validateInput } from "../services/validation.js";

/** Scopes as one argument, with spaces between them (RFC 6749 §3.3). */
export function scopesOption(text: string): string[] {
  const scopes = [...new Set(text.split(/\s+/))].filter((scope) => scope !== "");
  if (scopes.length === 0) throw new InvalidArgumentError("It must have at least one scope.");
  try {
    validateInput(Object.assign(new CreateOAuthApplicationInput(), { name: "any", scopes }));
  } catch (error) {
    throw error instanceof DomainError ? new InvalidArgumentError(`${error.message}.`) : error;
  }
  return scopes;
}

import type { DomainError } from "../model/domain-error.js";

/** Under which name the command line takes what an input has in a field of another name. */
const TAKEN_AS: Record<string, string> = {
  slug: "<slug>",
  permissions: "--permission",
  expiresAt: "--expires-in",
  oauthApplicationId: "--application",
};

/** What is wrong with the arguments and options of a command, of which an input was refused as invalid; a line for each. */
export function misusesOf({ details: { violations = [] } }: DomainError): string[] {
  return violations.map(({ field, message }) => {
    const [name = field] = field.split(".");
    return `${TAKEN_AS[name] ?? `--${name}`}${message.slice(field.length)}`;
  });
}

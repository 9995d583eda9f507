import { CLIENT_ID_CHARACTERS, isClientId, MAX_CLIENT_ID_LENGTH } from "../identifier.js";
import { IsTextThat, Omittable } from "./constraints.js";

export const MIN_CHOSEN_SECRET_LENGTH = 16;
export const MAX_CHOSEN_SECRET_LENGTH = 256;

/** A chosen secret needs a character of each kind; the last kind is any other visible ASCII character. */
const KINDS: [RegExp, string][] = [
  [/[a-z]/, "a lower-case letter"],
  [/[A-Z]/, "an upper-case letter"],
  [/[0-9]/, "a digit"],
  [/[^A-Za-z0-9]/, "a special character"],
];

function chosenSecretProblem(secret: string): string | undefined {
  if (/[^\x21-\x7e]/.test(secret)) return "must consist of visible ASCII characters (RFC 6749 appendix A.2)";
  // Some clients form-encode Basic credentials and some do not; with such a `%` the two could not be told apart.
  if (/%[0-9A-Fa-f]{2}/.test(secret)) return "must not have a % before two hexadecimal digits";
  const missing = KINDS.filter(([kind]) => !kind.test(secret)).map(([, name]) => name);
  return missing.length === 0 ? undefined : `must have ${missing.join(" and ")}`;
}

function chosenClientIdProblem(clientId: string): string | undefined {
  return isClientId(clientId) ? undefined : `must consist of ${CLIENT_ID_CHARACTERS}`;
}

/** A client id and a secret that the actor chooses: for the one dialect whose clients do so, never for GraphQL. */
export class ChosenCredentials {
  @Omittable()
  @IsTextThat("clientId", { min: 1, max: MAX_CLIENT_ID_LENGTH }, chosenClientIdProblem)
  clientId?: string;

  @Omittable()
  @IsTextThat("secretStrength", { min: MIN_CHOSEN_SECRET_LENGTH, max: MAX_CHOSEN_SECRET_LENGTH }, chosenSecretProblem)
  clientSecret?: string;
}

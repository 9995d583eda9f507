import type { BroughtSecret } from "../../services/imports/brought-client.js";
import { broughtSecrets } from "../brought-secret.js";
import { invalid } from "../values.js";
import type { FormatOptions } from "./format.js";

/**
 * What Hydra has rotated out of a client, which works there until somebody removes it: up to five secrets, of which one can
 * come beside the current one.
 */
export function rotatedSecrets(
  texts: readonly string[],
  field: string,
  options: FormatOptions,
  secretNotes: string[],
): BroughtSecret[] {
  const secrets = texts.flatMap((text) => broughtSecrets(text, field, options, secretNotes));
  const [one] = secrets;
  if (!one || secrets.length === 1) return secrets;
  const problem = `has ${secrets.length} secrets that work there, and one can come: leave the one in it that is still used`;
  return [{ form: "unread", text: one.text, expiresAt: null, refusal: invalid(field, "count", problem, 1) }];
}

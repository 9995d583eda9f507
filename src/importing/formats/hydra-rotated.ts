import type { BroughtSecret, StandIn } from "../../services/imports/brought-client.js";
import { valueIn } from "../../services/imports/secrets/brought-values.js";
import { broughtSecrets } from "../brought-secret.js";
import { invalid } from "../values.js";
import type { FormatOptions } from "./format.js";

/** More than Hydra keeps; each of them is looked for in all that is kept of the client. */
const MOST = 20;

/**
 * What Hydra has rotated out of a client, which works there until somebody removes it: up to five secrets, of which one can
 * come beside the current one. Throws `invalid` for more than Hydra writes.
 */
export function rotatedSecrets(
  texts: readonly string[],
  field: string,
  options: FormatOptions,
  standIns: StandIn[],
): BroughtSecret[] {
  if (texts.length > MOST) {
    const problem = `has ${texts.length} texts, and at most ${MOST} are read: leave the one in it that is still used`;
    throw invalid(field, "count", problem, MOST);
  }
  const secrets = texts.flatMap((text) => broughtSecrets(text, field, options, standIns));
  if (secrets.length <= 1) return secrets;
  const problem = `has ${secrets.length} secrets that work there, and one can come: leave the one in it that is still used`;
  const refusal = invalid(field, "count", problem, 1);
  // Each of them may be the one that has come before.
  return secrets.map((secret) => ({ form: "unread", text: valueIn(secret) ?? "", expiresAt: null, refusal }));
}

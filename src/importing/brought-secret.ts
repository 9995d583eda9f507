import { DomainError } from "../model/domain-error.js";
import type { BroughtSecret, StandIn } from "../services/imports/brought-client.js";
import { valueIn } from "../services/imports/secrets/brought-values.js";
import { isStandIn, type SecretForm, type SecretReading, secretFormOf, withoutPrefix } from "./secret-form.js";
import { isEmpty, textOf } from "./values.js";

/**
 * The secret that a field holds, as a list of one, or of none where it holds no secret. One that cannot be read is refused
 * only where it is to be taken: a client that is here already needs no `--secrets` any more.
 */
export function broughtSecrets(
  value: unknown,
  field: string,
  { secrets }: { secrets?: SecretReading },
  standIns: StandIn[],
  end?: Date,
): BroughtSecret[] {
  const expiresAt = end ?? null;
  const whole = textOf(value, field) ?? "";
  const form = formOf(whole, field, secrets);
  if (form instanceof DomainError) return [{ form: "unread", text: whole, expiresAt, refusal: form }];
  if (form.form === "none") {
    const { isStandIn, mayBeSecret } = form;
    const standIn = { field, text: withoutPrefix(whole), expiresAt };
    if (isStandIn) standIns.push({ ...standIn, ...(mayBeSecret ? { mayBeSecret } : {}) });
    return [];
  }
  const { text } = form;
  if (form.form === "hash" || form.weak === undefined) return [{ form: form.form, text, expiresAt }];
  return [{ form: "plain", text, expiresAt, weakness: `${field} is weak: ${form.weak}` }];
}

/** The same as what their source had replaced, also where the current one is missing. */
export function asPrevious(secrets: readonly BroughtSecret[]): BroughtSecret[] {
  return secrets.map((secret) => ({ ...secret, isPrevious: true }));
}

/** Whether a field holds a secret, or the hash of one, and not what only stands for one. */
function isSecret(value: unknown, reading: SecretReading | undefined): boolean {
  if (typeof value !== "string") return !isEmpty(value);
  return withoutPrefix(value) !== "" && !isStandIn(value, reading);
}

/** More than a client leaves; each of them is looked for in all that is kept of it. */
const MOST_LEFT = 20;

/** What a client that presents no secret leaves of those that its source has. */
export interface LeftSecrets {
  secrets: BroughtSecret[];
  /** One for each field that holds some. */
  notes: string[];
}

/** No secrets, whatever the field holds: for a client that does not present one. Those that are there go to `left`. */
export function leaveSecrets(
  value: unknown,
  field: string,
  options: { secrets?: SecretReading },
  left: LeftSecrets,
): BroughtSecret[] {
  if (isSecret(value, options.secrets)) left.notes.push(`${field} was not taken: the client does not present it.`);
  const texts = [value].flat().slice(0, MOST_LEFT);
  left.secrets.push(
    ...texts.flatMap((text) => (typeof text === "string" ? broughtSecrets(text, field, options, []) : [])),
  );
  return [];
}

/** Everybody may know a client id, so that it is no secret. */
export function withoutClientId(secrets: readonly BroughtSecret[], clientId: string | undefined): BroughtSecret[] {
  return secrets.filter((secret) => valueIn(secret) !== clientId);
}

function formOf(text: string, field: string, reading: SecretReading | undefined): SecretForm | DomainError {
  try {
    return secretFormOf(text, field, reading);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

import type { BroughtSecret } from "../services/imports/brought-client.js";
import { type SecretReading, secretFormOf } from "./secret-form.js";
import { isEmpty, textOf } from "./values.js";

/** The secret that a field holds, as a list of one, or of none where it holds no secret; notes say why it is weak. */
export function broughtSecrets(
  value: unknown,
  field: string,
  { secrets }: { secrets?: SecretReading },
  notes: string[],
  expiresAt?: Date,
): BroughtSecret[] {
  const form = secretFormOf(textOf(value, field) ?? "", field, secrets);
  if (form.form === "none") {
    if (form.isStandIn) notes.push(`${field} is masked: no secret is in the file.`);
    return [];
  }
  if (form.form === "plain" && form.weak) notes.push(`${field} is weak: ${form.weak}. Rotate it.`);
  return [{ form: form.form, text: form.text, expiresAt: expiresAt ?? null }];
}

/** No secrets, whatever the field holds: for a client that does not present one. */
export function leftSecrets(value: unknown, field: string, notes: string[]): BroughtSecret[] {
  if (!isEmpty(value)) notes.push(`${field} was not taken: the client does not present it.`);
  return [];
}

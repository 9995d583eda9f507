import type { Details } from "./sentence.js";

/** A client secret, as far as it may be shown. */
export interface Hinted {
  id: string;
  hint: string;
}

const SECRET_ID = /^sec_[0-9A-Za-z]{22}$/;

export function isSecretId(value: unknown): value is string {
  return typeof value === "string" && SECRET_ID.test(value);
}

/** The details of an event as text, with its hint behind each secret of which that is known. */
export function detailsText(details: Details, secrets: readonly Hinted[]): string {
  const hints = new Map(secrets.map(({ id, hint }) => [id, hint]));
  const withHint = (_: string, value: unknown) =>
    isSecretId(value) && hints.has(value) ? `${value} (${hints.get(value)})` : value;
  return JSON.stringify(details, withHint, 2);
}

/** The secrets that may be meant by a hint, by the last characters that it shows, or by a whole secret that has them. */
export function secretsEnding(text: string, secrets: readonly Hinted[]): readonly Hinted[] {
  return secrets.filter(({ hint }) => {
    const end = hint.slice(hint.lastIndexOf("…") + 1);
    return end !== "" && text.endsWith(end);
  });
}

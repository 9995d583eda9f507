import { DomainError } from "../../../model/domain-error.js";
import { mayBeImported } from "../../../model/secret.js";
import { foreignHash } from "../../foreign-hashes/notations.js";
import { isEarlier } from "../../secrets/secret-ends.js";
import type { BroughtClient, BroughtSecret, UsableSecret } from "../brought-client.js";
import { nameIn, type SourceNames } from "../settings/source-names.js";

/** Whether a secret at a place of its line was replaced at its source: the current one may be missing there. */
export function isPreviousAt({ isPrevious }: BroughtSecret, place: number): boolean {
  return isPrevious ?? place > 0;
}

/** What refusals and notes call it. */
export function secretName(secret: BroughtSecret, place: number, names?: SourceNames): string {
  return nameIn(names, isPreviousAt(secret, place) ? "previousClientSecret" : "clientSecret");
}

/** The end of all time that can be written (RFC 3339): the years have four digits. */
const LAST_MOMENT = Date.parse("9999-12-31T23:59:59.999Z");

/** Whether a moment can be written; no moment can. */
export function isMoment(moment: Date | null): boolean {
  const time = moment?.getTime() ?? 0;
  return time >= 0 && time <= LAST_MOMENT;
}

/** The secrets of a new client that work at `now`, the current one first. Throws `invalid` where they cannot come along. */
export function usableSecrets(
  { secrets, names, cutRefusal }: BroughtClient,
  isPublic: boolean,
  now: number,
): UsableSecret[] {
  if (cutRefusal) throw cutRefusal;
  const name = nameIn(names, "clientSecret");
  if (isPublic && secrets.length > 0) throw refusal(name, "public", "must not be given to a public application");
  const [current, previous, ...more] = secrets.map((secret, place) =>
    demandTakable(secret, secretName(secret, place, names)),
  );
  if (more.length > 0) throw refusal(name, "count", "has more than two values that work");
  const [newer, older] = [current, previous]
    .filter((secret) => secret !== undefined)
    .filter((secret) => !isOver(secret, now));
  const isTwice = newer !== undefined && newer.text === older?.text;
  if (!isTwice) return [newer, older].filter((secret) => secret !== undefined);
  // Its source lets it in for as long as either place does.
  return [isEarlier(newer.expiresAt, older.expiresAt) ? older : newer];
}

/** Whether its end had come at `now`. */
export function isOver({ expiresAt }: Pick<BroughtSecret, "expiresAt">, now: number): boolean {
  return expiresAt !== null && expiresAt.getTime() <= now;
}

function demandTakable(secret: BroughtSecret, name: string): UsableSecret {
  if (secret.form === "unread") throw secret.refusal;
  const { form, text, expiresAt } = secret;
  if (form === "hash") foreignHash(text, name);
  else if (form === "plain" && !mayBeImported(text)) {
    throw refusal(name, "secret", "must be 1 to 512 visible ASCII characters (RFC 6749 appendix A.2)", 512);
  }
  if (!isMoment(expiresAt)) throw refusal(name, "moment", "must end in the years 1970 to 9999");
  return secret;
}

function refusal(field: string, rule: string, text: string, limit?: number): DomainError {
  return DomainError.invalidField(field, rule, `${field} ${text}`, limit);
}

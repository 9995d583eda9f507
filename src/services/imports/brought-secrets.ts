import { DomainError } from "../../model/domain-error.js";
import { foreignHash } from "../foreign-hashes/notations.js";
import type { BroughtClient, BroughtSecret } from "./brought-client.js";

/** RFC 6749 appendix A.2 without the space, which no way in that is used carries safely. */
const SECRET = /^[\x21-\x7e]{1,512}$/;

/** What refusals and notes call the current secret and the previous one. */
const NAMES = ["clientSecret", "previousClientSecret"] as const;

/** The end of all time that can be written (RFC 3339): the years have four digits. */
const LAST_MOMENT = Date.parse("9999-12-31T23:59:59.999Z");

/** Whether a moment can be written; no moment can. */
export function isMoment(moment: Date | null): boolean {
  const time = moment?.getTime() ?? 0;
  return time >= 0 && time <= LAST_MOMENT;
}

/**
 * The secrets of a new client that work at `now`, the current one first. What had ended is in `notes`. Throws `invalid` for
 * a secret that cannot come along, since its client would be locked out in silence.
 */
export function usableSecrets({ secrets }: BroughtClient, isPublic: boolean, now: number, notes: string[]) {
  if (isPublic && secrets.length > 0) throw refusal(NAMES[0], "public", "must not be given to a public application");
  if (secrets.length > NAMES.length) throw refusal(NAMES[0], "count", "has more than two values that work");
  secrets.forEach(demandTakable);
  const [current, previous] = secrets;
  const different = current && previous?.text === current.text ? [current] : secrets;
  return different.filter(({ expiresAt }, place) => {
    const isOver = expiresAt !== null && expiresAt.getTime() <= now;
    if (isOver) notes.push(`${NAMES[place]} had ended on ${expiresAt.toISOString()} and was left out.`);
    return !isOver;
  });
}

function demandTakable({ form, text, expiresAt }: BroughtSecret, place: number): void {
  const name = NAMES[place] ?? NAMES[0];
  if (form === "hash") foreignHash(text, name);
  else if (form === "plain" && !SECRET.test(text)) {
    throw refusal(name, "secret", "must be 1 to 512 visible ASCII characters (RFC 6749 appendix A.2)", 512);
  }
  if (!isMoment(expiresAt)) throw refusal(name, "moment", "must end in the years 1970 to 9999");
}

function refusal(field: string, rule: string, text: string, limit?: number): DomainError {
  return DomainError.invalidField(field, rule, `${field} ${text}`, limit);
}

import { MAX_SCOPES, MAX_URIS } from "../../../model/inputs/oauth-application-settings.inputs.js";
import { isSentInClear } from "../../../model/uri.js";
import { shows } from "../../credentials/spelled-secrets.js";
import { problemOf } from "./setting-problems.js";
import { shownAddress } from "./shown-address.js";
import { nameIn, placeIn, type SourceNames } from "./source-names.js";
import { WAITING_LISTS } from "./waiting-uris.js";

/** Lists without whose wrong items an application can still come along, and how long they may be; `optionalScopes` are of `scopes`. */
export const LISTS = {
  redirectUris: MAX_URIS,
  postLogoutRedirectUris: MAX_URIS,
  allowedOrigins: MAX_URIS,
  scopes: MAX_SCOPES,
  optionalScopes: MAX_SCOPES,
} as const;
export type ListName = keyof typeof LISTS;
export const LIST_NAMES = Object.keys(LISTS) as ListName[];

const WAITING: readonly ListName[] = WAITING_LISTS;
const SCOPES: readonly ListName[] = ["scopes", "optionalScopes"];

/** How many items of a list are looked at, and how many that are left out have a note: a line may have very many. */
export const MAX_LOOKED_AT = 500;
const MAX_NOTED = 50;

const OF_SECRET = "has a secret of the client in it, which whoever may read the application would see";
const STAYS = "it stays, since the application has it; remove it here, or";
const CLEAR =
  "sends codes unencrypted to another machine, which only the organization's allowHttpRedirectUris would allow (--allow-http)";

/** By what the items of a list are judged. */
export interface Situation {
  names: SourceNames | undefined;
  /** The client's secrets. */
  secrets: readonly string[];
  /** Those of them that work, or may. */
  working: readonly string[];
  /** What no note repeats. */
  unrepeated: readonly string[];
  /** Whether the rules of settings are known to refuse none. */
  areSound: boolean;
  allowsHttp: boolean;
  /** What the application has already. */
  had: readonly string[];
  /** What replaces a secret of the client that works here. */
  remedy: string;
  /** What else they have to be among. */
  among?: readonly string[] | undefined;
  /** The places of those that had to wait; undefined where it is only known that some had to. */
  waited: readonly number[] | undefined;
}

/** The items of a list that may be here. */
export interface UsableList {
  items: string[];
  notes: string[];
  /** The places of those that only wait for `allowHttpRedirectUris`. */
  waiting: number[];
  /** The places of those in clear that had to wait and only wait for room. */
  lackRoom: number[];
  /** From where on they were left out, since there is no room for more; undefined where none were. */
  overFrom: number | undefined;
}

/** Leaves out what may not be here, each with a note and what would mend it; what the application has already may stay. */
export function usableList(list: ListName, brought: readonly string[], situation: Situation): UsableList {
  const { names, secrets, working, unrepeated, areSound, allowsHttp, waited, remedy } = situation;
  const most = LISTS[list];
  const had = new Set(situation.had);
  const among = situation.among && new Set(situation.among);
  const items = new Set<string>();
  const notes: string[] = [];
  const waiting: number[] = [];
  let leftOut = 0;
  let place = 0;
  const problemIn = (item: string, isSecret: boolean): string | undefined => {
    const isHad = had.has(item);
    if (isSecret && !isHad) return OF_SECRET;
    if (items.has(item) && !isHad) return "is there already";
    const ofRules = isHad || areSound ? undefined : problemOf(list, [item]);
    if (ofRules) return ofRules;
    if (among && !among.has(item)) return "must be one of the application's scopes";
    if (isHad || allowsHttp || !WAITING.includes(list) || !isSentInClear(item)) return undefined;
    waiting.push(place);
    return CLEAR;
  };
  for (; place < brought.length && place < MAX_LOOKED_AT && items.size < most; place++) {
    const item = brought[place] as string;
    const where = placeIn(names, list, place);
    const isSecret = shows(had.has(item) ? working : secrets, item);
    const problem = problemIn(item, isSecret);
    if (problem === undefined) {
      items.add(item);
      // Without what it has, logins could end; and who has added it here may know better.
      if (isSecret) notes.push(`${where} ${OF_SECRET}: ${STAYS} ${remedy}.`);
    } else if (++leftOut <= MAX_NOTED) {
      const isShown = !shows(unrepeated, item) && !SCOPES.includes(list);
      const [shown, mended] = isShown ? [shownAddress(item), mend(item, problem)] : ["", ""];
      notes.push(`${where}${shown} was left out: it ${problem}${mended}.`);
    }
  }
  if (leftOut > MAX_NOTED) notes.push(`${nameIn(names, list)}: ${leftOut - MAX_NOTED} more were left out.`);
  const overFrom = place < brought.length ? place : undefined;
  const lackRoom: number[] = [];
  // Those in clear took no room while they waited: so far others left some, the list was looked at.
  const others = new Set(waited ? [] : [...items].filter((item) => !isSentInClear(item)));
  for (; place < brought.length && place < MAX_LOOKED_AT && others.size < most; place++) {
    const item = brought[place] as string;
    const isHad = had.has(item);
    if (waited?.includes(place) === false) continue;
    if (!isHad && problemIn(item, shows(secrets, item)) !== undefined) continue;
    if (!isSentInClear(item)) others.add(item);
    else if (!isHad) lackRoom.push(place);
  }
  return { items: [...items], notes, waiting, lackRoom, overFrom };
}

/** What would mend an address, where that is plain to see. */
function mend(item: string, reason: string): string {
  if (reason === CLEAR) return /^http:/i.test(item) ? "; with https it could be added" : "";
  const whole = item.replace(/#.*$/s, "");
  return whole === item || problemOf("redirectUris", [whole]) ? "" : "; without its fragment it could be added";
}

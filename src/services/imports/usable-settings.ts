import { CreateOAuthApplicationInput } from "../../model/inputs/oauth-application.inputs.js";
import { MAX_SCOPES, MAX_URIS } from "../../model/inputs/oauth-application-settings.inputs.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { isSentInClear } from "../../model/uri.js";
import type { BroughtClient } from "./brought-client.js";
import { mendTexts } from "./mended-texts.js";
import { isSound, problemOf } from "./setting-problems.js";
import { shownAddress } from "./shown-address.js";
import { nameIn, placeIn } from "./source-names.js";

/** Lists without whose wrong items an application can still come along, and how long they may be. */
const LISTS = {
  redirectUris: MAX_URIS,
  postLogoutRedirectUris: MAX_URIS,
  allowedOrigins: MAX_URIS,
  scopes: MAX_SCOPES,
  optionalScopes: MAX_SCOPES,
} as const;
type ListName = keyof typeof LISTS;
const NAMES = Object.keys(LISTS) as ListName[];

/** Lists whose items may have to wait for the organization's `allowHttpRedirectUris`. */
const WAITING: readonly ListName[] = ["redirectUris", "postLogoutRedirectUris"];
const SCOPES: readonly ListName[] = ["scopes", "optionalScopes"];

/** How many items of a list are looked at, and how many that are left out have a note: a line may have very many. */
const MAX_LOOKED_AT = 500;
const MAX_NOTED = 50;

/** Settings that an application may have, and what is missing of those that were brought. */
export interface UsableSettings {
  settings: CreateOAuthApplicationInput;
  notes: string[];
  /** How many redirect URIs only wait for the organization's `allowHttpRedirectUris`. */
  waitingForHttp: number;
}

/**
 * The settings without the addresses, scopes and texts that may not be here; what `kept` has already may stay. Every one
 * that is left out is named in the notes, with what would mend it.
 */
export function usableSettings(
  client: Pick<BroughtClient, "clientId" | "settings" | "names">,
  allowsHttp: boolean,
  kept: OAuthApplication | undefined,
): UsableSettings {
  const { settings: brought, names } = client;
  const usable: UsableSettings = {
    settings: Object.assign(new CreateOAuthApplicationInput(), brought, {
      recipientKey: undefined,
      idempotencyKey: undefined,
    }),
    notes: [],
    waitingForHttp: 0,
  };
  // Mostly all of it may be here, and need not be judged item by item.
  const areSound = isSound(usable.settings);
  if (!areSound) mendTexts(usable.settings, client, kept, usable.notes);
  for (const list of NAMES) {
    const most = LISTS[list];
    const items = brought[list];
    if (!Array.isArray(items)) continue;
    const had = new Set(kept?.[list]);
    // A user can only refuse what the application may ask for: `scopes` are settled before.
    const among = list === "optionalScopes" ? new Set(usable.settings.scopes ?? kept?.scopes) : undefined;
    const fitting = new Set<string>();
    let leftOut = 0;
    let place = 0;
    for (; place < items.length && place < MAX_LOOKED_AT && fitting.size < most; place++) {
      const item = items[place] as string;
      const isHad = had.has(item);
      const ofRules = isHad || areSound ? undefined : problemOf(list, [item]);
      const ofList = among && !among.has(item) ? "must be one of the application's scopes" : undefined;
      const problem = fitting.has(item) && !isHad ? "is there already" : (ofRules ?? ofList);
      const waits = !isHad && !problem && WAITING.includes(list) && !allowsHttp && isSentInClear(item);
      if (waits) usable.waitingForHttp += 1;
      const reason = problem ?? (waits ? CLEAR : undefined);
      if (reason === undefined) fitting.add(item);
      else if (++leftOut <= MAX_NOTED) {
        const [shown, remedy] = SCOPES.includes(list) ? ["", ""] : [shownAddress(item), mend(item, reason)];
        usable.notes.push(`${placeIn(names, list, place)}${shown} was left out: it ${reason}${remedy}.`);
      }
    }
    usable.settings[list] = [...fitting];
    if (leftOut > MAX_NOTED) usable.notes.push(`${nameIn(names, list)}: ${leftOut - MAX_NOTED} more were left out.`);
    const others = items.length - place;
    if (others > 0) {
      usable.notes.push(
        `${nameIn(names, list)}: the last ${others} were left out, since there may be at most ${most}, and ${MAX_LOOKED_AT} are looked at.`,
      );
    }
  }
  return usable;
}

const CLEAR =
  "sends codes unencrypted to another machine, which only the organization's allowHttpRedirectUris would allow";

/** What would mend an address, where that is plain to see. */
function mend(item: string, reason: string): string {
  if (reason === CLEAR) return /^http:/i.test(item) ? "; with https it could be added" : "";
  const whole = item.replace(/#.*$/s, "");
  return whole === item || problemOf("redirectUris", [whole]) ? "" : "; without its fragment it could be added";
}

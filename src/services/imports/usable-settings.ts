import { DomainError } from "../../model/domain-error.js";
import { CreateOAuthApplicationInput } from "../../model/inputs/oauth-application.inputs.js";
import { MAX_URIS } from "../../model/inputs/oauth-application-settings.inputs.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { isSentInClear } from "../../model/uri.js";
import { validateInput } from "../validation.js";
import { shownAddress } from "./shown-address.js";

/** Lists without whose wrong items an application can still come along. */
const LISTS = ["redirectUris", "postLogoutRedirectUris", "allowedOrigins"] as const;

/** How many items of a list are looked at, and how many that are left out have a note: a line may have very many. */
const MAX_LOOKED_AT = 500;
const MAX_NOTED = 50;

type ListName = (typeof LISTS)[number];

/** Settings that an application may have, and what is missing of those that were brought. */
export interface UsableSettings {
  settings: CreateOAuthApplicationInput;
  notes: string[];
  /** How many redirect URIs only wait for the organization's `allowHttpRedirectUris`. */
  waitingForHttp: number;
}

/**
 * The settings without the addresses that may not be here; what `kept` has already may stay. Every one that is left out is
 * named in the notes, with what would mend it.
 */
export function usableSettings(
  brought: CreateOAuthApplicationInput,
  allowsHttp: boolean,
  kept: Pick<OAuthApplication, ListName> | undefined,
): UsableSettings {
  const usable: UsableSettings = {
    settings: Object.assign(new CreateOAuthApplicationInput(), brought, {
      recipientKey: undefined,
      idempotencyKey: undefined,
    }),
    notes: [],
    waitingForHttp: 0,
  };
  // Mostly all of it may be here, and need not be judged item by item.
  const problemIn = isSound(usable.settings) ? () => undefined : problemOf;
  for (const list of LISTS) {
    const items = brought[list];
    if (!Array.isArray(items)) continue;
    const had = new Set(kept?.[list]);
    const fitting = new Set<string>();
    let leftOut = 0;
    let place = 0;
    for (; place < items.length && place < MAX_LOOKED_AT && fitting.size < MAX_URIS; place++) {
      const item = items[place] as string;
      const isHad = had.has(item);
      const problem = isHad ? undefined : fitting.has(item) ? "is there already" : problemIn(list, item);
      const waits = !isHad && !problem && list !== "allowedOrigins" && !allowsHttp && isSentInClear(item);
      if (waits) usable.waitingForHttp += 1;
      const reason = problem ?? (waits ? CLEAR : undefined);
      if (reason === undefined) fitting.add(item);
      else if (++leftOut <= MAX_NOTED) {
        usable.notes.push(`${list}.${place}${shownAddress(item)} was left out: it ${reason}${mend(item, reason)}.`);
      }
    }
    usable.settings[list] = [...fitting];
    if (leftOut > MAX_NOTED) usable.notes.push(`${list}: ${leftOut - MAX_NOTED} more were left out.`);
    const others = items.length - place;
    if (others > 0) {
      usable.notes.push(
        `${list}: the last ${others} were left out, since there may be at most ${MAX_URIS}, and ${MAX_LOOKED_AT} are looked at.`,
      );
    }
  }
  return usable;
}

const CLEAR =
  "sends codes unencrypted to another machine, which only the organization's allowHttpRedirectUris would allow";

function isSound(settings: CreateOAuthApplicationInput): boolean {
  try {
    validateInput(settings);
    return true;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return false;
  }
}

/** Why the rules of the list refuse an item, without its path. */
function problemOf(list: ListName, item: string): string | undefined {
  try {
    validateInput(Object.assign(new CreateOAuthApplicationInput(), { name: list, [list]: [item] }));
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.message.replace(/^\S+ /, "");
  }
}

/** What would mend an address, where that is plain to see. */
function mend(item: string, reason: string): string {
  if (reason === CLEAR) return /^http:/i.test(item) ? "; with https it could be added" : "";
  const whole = item.replace(/#.*$/s, "");
  return whole === item || problemOf("redirectUris", whole) ? "" : "; without its fragment it could be added";
}

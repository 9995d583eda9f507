import { DomainError } from "../../model/domain-error.js";
import { CreateOAuthApplicationInput } from "../../model/inputs/oauth-application.inputs.js";
import { MAX_URIS } from "../../model/inputs/oauth-application-settings.inputs.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { isSentInClear } from "../../model/uri.js";
import { validateInput } from "../validation.js";
import { shownAddress } from "./shown-address.js";

/** Lists without whose wrong items an application can still come along. */
const LISTS = ["redirectUris", "postLogoutRedirectUris", "allowedOrigins"] as const;

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
  const judge = isSound(usable.settings) ? () => undefined : problemOf;
  for (const list of LISTS) {
    const items = brought[list];
    if (!Array.isArray(items)) continue;
    const had = new Set(kept?.[list]);
    const fitting = items.filter((item, place) => {
      if (had.has(item)) return true;
      const problem = judge(list, item) ?? (items.indexOf(item) < place ? "is there already" : undefined);
      const waits = !problem && list !== "allowedOrigins" && !allowsHttp && isSentInClear(item);
      if (waits) usable.waitingForHttp += 1;
      const reason = problem ?? (waits ? CLEAR : undefined);
      if (reason)
        usable.notes.push(`${list}.${place}${shownAddress(item)} was left out: it ${reason}${mend(item, reason)}.`);
      return !reason;
    });
    usable.settings[list] = fitting.slice(0, MAX_URIS);
    const more = fitting.length - MAX_URIS;
    if (more > 0) usable.notes.push(`${list}: ${more} were left out, since there may be at most ${MAX_URIS}.`);
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

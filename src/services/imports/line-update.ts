import { TokenEndpointAuthMethod } from "../../model/client-metadata.js";
import { UpdateOAuthApplicationInput } from "../../model/inputs/oauth-application.inputs.js";
import { MAX_URIS } from "../../model/inputs/oauth-application-settings.inputs.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { isSentInClear } from "../../model/uri.js";
import type { Dialects } from "../applications/replaced-dialects.js";
import type { LineChange } from "./imported-lines.js";
import { keptConfidential, staysConfidential, turnsConfidential } from "./kept-confidential.js";
import { nameIn } from "./settings/source-names.js";
import type { KnownClient } from "./standing.js";
import type { Taken } from "./taken-client.js";

/** What an import changes of an application that came from its line. */
export interface LineUpdate {
  input: UpdateOAuthApplicationInput;
  /** Whether all that the line says is taken. */
  isWhole: boolean;
  /** Dialects of which the application keeps what the line has, and nothing that is gone from it. */
  replacedDialects: Dialects;
  /** Whether Basic and POST both work from then on. */
  takesAnyMethod: boolean;
  /** How many of its redirect URIs in clear wait from now on, be it for room. */
  waitingForHttp: number;
  /** Fields that only get more, so that nothing that was set here is overwritten by them. */
  added: readonly string[];
  /** What of that there is no room for. */
  notes: readonly string[];
}

/** Where only this has changed, the line itself is as it was, and what was changed here stays. */
const PARTS: readonly LineChange[] = ["http", "credentials", "secrets"];

/** The settings that a line brings, or of them what alone has changed. */
export function updateOf(changes: readonly LineChange[], known: KnownClient, taken: Taken): LineUpdate {
  const { application } = known;
  const isWhole = changes.some((change) => !PARTS.includes(change));
  const update = Object.assign(new UpdateOAuthApplicationInput(), {
    oauthApplicationId: application.id,
    // All that follows is judged by the application as it is known.
    expectedVersion: application.version,
  });
  if (!isWhole) return { ...partOf(changes, update, known, taken), isWhole };
  const { client, usable } = taken;
  const { settings, replacedDialects, waitingForHttp } = usable;
  const staysMethod = isMethodLeft(application, taken);
  const takesAnyMethod = client.takesAnyMethod && !staysMethod;
  const input = Object.assign(update, settings, {
    // A method that the line fixes no more is none that is fixed here.
    ...(takesAnyMethod ? { tokenEndpointAuthMethod: TokenEndpointAuthMethod.CLIENT_SECRET_BASIC } : {}),
    ...(staysMethod ? { tokenEndpointAuthMethod: undefined } : {}),
    // An import stops what has stopped at its source, and never revives what was stopped here.
    enabled: client.enabled ? undefined : false,
    ...(staysConfidential(known, settings) ? keptConfidential(application, settings) : {}),
  });
  return { input, isWhole, replacedDialects, takesAnyMethod, waitingForHttp, added: [], notes: [] };
}

/**
 * Whether the method stays that is here: the line does not speak of any, or its client presents a key by now, and the secret
 * that came before works as it did. One that turns confidential has none yet.
 */
function isMethodLeft(application: OAuthApplication, { client, usable }: Taken): boolean {
  const { leavesMethod = false, presentsKey = false } = client;
  return (leavesMethod || presentsKey) && !turnsConfidential(application, usable.settings);
}

/** How many redirect URIs in clear wait from now on where not all of a line is taken: as many as before, unless some came. */
export function stillWaiting(changes: readonly LineChange[], { imported }: KnownClient, { usable }: Taken): number {
  const before = changes.includes("http") ? undefined : imported.reading?.waitingForHttp;
  return before ?? usable.waitingForHttp;
}

/**
 * Redirect URIs in clear that had to wait, beside those that the application has, and what shows a credential without it.
 */
function partOf(
  changes: readonly LineChange[],
  update: UpdateOAuthApplicationInput,
  known: KnownClient,
  taken: Taken,
): Omit<LineUpdate, "isWhole"> {
  const { without } = taken;
  const inClear = changes.includes("http") ? joinedInClear(known, taken) : undefined;
  const input = Object.assign(update, inClear?.lists, without);
  return {
    input,
    replacedDialects: Object.keys(without?.dialectSettings ?? {}) as Dialects,
    takesAnyMethod: false,
    waitingForHttp: stillWaiting(changes, known, taken) + (inClear?.over ?? 0),
    added: Object.keys(inClear?.lists ?? {}),
    notes: inClear?.notes ?? [],
  };
}

/** Those that had waited, behind what the application has; and how many there is no room for, which go on waiting. */
function joinedInClear(
  { application, imported }: KnownClient,
  { client: { names }, usable: { settings } }: Taken,
): { lists: Partial<UpdateOAuthApplicationInput>; over: number; notes: string[] } {
  // Those are the last of the line: what stands before them had come, and was removed here.
  const waited = imported.reading?.waitingForHttp ?? 0;
  const notes: string[] = [];
  let left = 0;
  const joined = (list: "redirectUris" | "postLogoutRedirectUris") => {
    const had = application[list];
    const lacking = (settings[list] ?? []).filter((uri) => isSentInClear(uri) && !had.includes(uri));
    const waiting = lacking.slice(-waited);
    const coming = waiting.slice(0, Math.max(0, MAX_URIS - had.length));
    const over = waiting.length - coming.length;
    left += over;
    if (over > 0)
      notes.push(`${nameIn(names, list)}: ${over} in clear were left out, since there may be at most ${MAX_URIS}.`);
    return [...had, ...coming];
  };
  const lists = { redirectUris: joined("redirectUris"), postLogoutRedirectUris: joined("postLogoutRedirectUris") };
  return { lists, over: left, notes };
}

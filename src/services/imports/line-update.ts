import { TokenEndpointAuthMethod } from "../../model/client-metadata.js";
import type { WaitingUris } from "../../model/imported-client.js";
import { UpdateOAuthApplicationInput } from "../../model/inputs/oauth-application.inputs.js";
import { MAX_URIS } from "../../model/inputs/oauth-application-settings.inputs.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import type { Dialects } from "../applications/replaced-dialects.js";
import type { LineChange } from "./imported-lines.js";
import { keptConfidential, staysConfidential, turnsConfidential } from "./kept-confidential.js";
import { nameIn } from "./settings/source-names.js";
import { stillWaiting, waitedIn } from "./settings/waited-uris.js";
import { type WaitingList, waitingOf } from "./settings/waiting-uris.js";
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
  /** Which of its redirect URIs in clear wait from now on, be it for room. */
  waiting: WaitingUris;
  /** Fields that only get more, so that nothing that was set here is overwritten by them. */
  added: readonly string[];
  /** What of that there is no room for. */
  notes: readonly string[];
}

/** Where only this has changed, the line itself is as it was, and what was changed here stays. */
const PARTS: readonly LineChange[] = ["http", "credentials", "secrets"];

/** Whether the line itself, or how it is read, is not as it was. */
export function isOfLine(changes: readonly LineChange[]): boolean {
  return changes.some((change) => !PARTS.includes(change));
}

/** The settings that a line brings, or of them what alone has changed. */
export function updateOf(changes: readonly LineChange[], known: KnownClient, taken: Taken): LineUpdate {
  const { application } = known;
  const isWhole = isOfLine(changes);
  const update = Object.assign(new UpdateOAuthApplicationInput(), {
    oauthApplicationId: application.id,
    // All that follows is judged by the application as it is known.
    expectedVersion: application.version,
  });
  if (!isWhole) return { ...partOf(changes, update, known, taken), isWhole };
  const { client, usable } = taken;
  const { settings, replacedDialects, waiting } = usable;
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
  return { input, isWhole, replacedDialects, takesAnyMethod, waiting, added: [], notes: [] };
}

/**
 * Whether the method stays that is here: the line does not speak of any, or its client presents a key by now, and the secret
 * that came before works as it did. One that turns confidential has none yet.
 */
function isMethodLeft(application: OAuthApplication, { client, usable }: Taken): boolean {
  const { leavesMethod = false, presentsKey = false } = client;
  return (leavesMethod || presentsKey) && !turnsConfidential(application, usable.settings);
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
    waiting: inClear?.waiting ?? stillWaiting(known, taken),
    added: Object.keys(inClear?.lists ?? {}),
    notes: inClear?.notes ?? [],
  };
}

/** Those that had waited, behind what the application has; and which there is no room for, which go on waiting. */
function joinedInClear(
  known: KnownClient,
  taken: Taken,
): { lists: Partial<UpdateOAuthApplicationInput>; waiting: WaitingUris; notes: string[] } {
  const { client, usable } = taken;
  const still = stillWaiting(known, taken);
  const notes: string[] = [];
  const joined = (list: WaitingList) => {
    const had = known.application[list];
    // A line may repeat one.
    const waited = new Map(waitedIn(list, known, taken).map((place) => [client.settings[list]?.[place] ?? "", place]));
    const lackRoom = usable.lackRoom[list] ?? [];
    const mayCome = (uri: string, place: number) => usable.settings[list]?.includes(uri) || lackRoom.includes(place);
    const allowed = [...waited].filter(([uri, place]) => mayCome(uri, place) && !had.includes(uri));
    const room = Math.max(0, MAX_URIS - had.length);
    const over = allowed.slice(room);
    // Those for which the line itself has no room are named with its others.
    const count = over.filter(([, place]) => !lackRoom.includes(place)).length;
    if (count > 0)
      notes.push(
        `${nameIn(client.names, list)}: ${count} in clear were left out, since there may be at most ${MAX_URIS}.`,
      );
    const uris = [...had, ...allowed.slice(0, room).map(([uri]) => uri)];
    return { uris, waiting: [...(still[list] ?? []), ...over.map(([, place]) => place)] };
  };
  const [redirectUris, postLogoutRedirectUris] = [joined("redirectUris"), joined("postLogoutRedirectUris")];
  return {
    lists: { redirectUris: redirectUris.uris, postLogoutRedirectUris: postLogoutRedirectUris.uris },
    waiting: waitingOf((list) => ({ redirectUris, postLogoutRedirectUris })[list].waiting),
    notes,
  };
}

import type { LineReading, WaitingUris } from "../../../model/imported-client.js";
import { CreateOAuthApplicationInput } from "../../../model/inputs/oauth-application.inputs.js";
import type { OAuthApplication } from "../../../model/oauth-application.js";
import type { Dialects } from "../../applications/replaced-dialects.js";
import type { RotationState } from "../../secrets/rotation-state.js";
import type { BroughtClient, BroughtSecret } from "../brought-client.js";
import type { withoutCredentials } from "../kept/kept-credentials.js";
import { keptOfLine } from "../kept/kept-of-line.js";
import { ownValues, unrepeatedValues } from "../kept/own-values.js";
import { replacing, WHEN_MOVED } from "../secrets/replacing.js";
import { mendTexts } from "./mended-texts.js";
import type { OverFrom } from "./over-notes.js";
import { isSound } from "./setting-problems.js";
import { LIST_NAMES, usableList } from "./usable-list.js";
import { placesKnown } from "./waiting-uris.js";

/** Settings that an application may have, and what is missing of those that were brought. */
export interface UsableSettings {
  settings: CreateOAuthApplicationInput;
  notes: string[];
  /** Dialects of which an application keeps what is in the settings, and nothing else. */
  replacedDialects: Dialects;
  /** Which redirect URIs only wait for the organization's `allowHttpRedirectUris`. */
  waiting: WaitingUris;
  /** Which had to wait for it, and only wait for room. */
  lackRoom: WaitingUris;
  overFrom: OverFrom;
}

const NONE: RotationState = { current: undefined, previous: undefined };

/** What the settings of a client meet here. */
export interface Surroundings {
  source: string;
  allowsHttp: boolean;
  /** Those of its secrets that work, here or at its source, or may. */
  working: readonly BroughtSecret[];
  /** Its application, where it is here already. */
  kept?: OAuthApplication | undefined;
  /** What of that shows a credential, as it is without it. */
  without?: ReturnType<typeof withoutCredentials>;
  /** Its application's, those that work. */
  secrets?: RotationState | undefined;
  /** How its line was read at the last import, where that is known. */
  reading?: LineReading | null | undefined;
}

/**
 * The settings without the addresses, scopes and texts that may not be here; what `kept` has already may stay, except what
 * shows a credential. Every one that is left out is named in the notes, with what would mend it.
 */
export function usableSettings(
  client: Pick<BroughtClient, "clientId" | "settings" | "names" | "secrets" | "leftSecrets" | "guessed">,
  { source, allowsHttp, working, kept, without, secrets: here = NONE, reading }: Surroundings,
): UsableSettings {
  const had = kept?.dialectSettings ?? undefined;
  const { dialectSettings, replacedDialects, notes } = keptOfLine(client, source, had, without?.dialectSettings);
  const settings = Object.assign(new CreateOAuthApplicationInput(), client.settings, {
    dialectSettings,
    recipientKey: undefined,
    idempotencyKey: undefined,
  });
  const usable: UsableSettings = { settings, notes, replacedDialects, waiting: {}, lackRoom: {}, overFrom: {} };
  const own = [...client.secrets, ...(client.leftSecrets ?? [])];
  const secrets = ownValues(own);
  const ofWorking = ownValues(working);
  const unrepeated = unrepeatedValues(own);
  const remedy = replacing(here.current, here, `rotate the secret ${WHEN_MOVED}`);
  // Mostly all of it may be here, and need not be judged item by item.
  const areSound = isSound(settings);
  if (!areSound) mendTexts(settings, client, kept, usable.notes);
  for (const list of LIST_NAMES) {
    const brought = client.settings[list];
    if (!Array.isArray(brought)) continue;
    // A user can only refuse what the application may ask for: `scopes` are settled before.
    const among = list === "optionalScopes" ? (settings.scopes ?? kept?.scopes ?? []) : undefined;
    const had = kept?.[list] ?? [];
    const situation = {
      names: client.names,
      secrets,
      working: ofWorking,
      unrepeated,
      areSound,
      allowsHttp,
      had,
      remedy,
      among,
      waited: placesKnown(reading, list),
    };
    const found = usableList(list, brought, situation);
    settings[list] = found.items;
    usable.notes.push(...found.notes);
    if (found.waiting.length > 0) usable.waiting = { ...usable.waiting, [list]: found.waiting };
    if (found.lackRoom.length > 0) usable.lackRoom = { ...usable.lackRoom, [list]: found.lackRoom };
    if (found.overFrom !== undefined) usable.overFrom[list] = found.overFrom;
  }
  leaveNoneShown(settings, without);
  return usable;
}

/** A text that shows a secret here goes, though the line has nothing else in its place. */
function leaveNoneShown(settings: CreateOAuthApplicationInput, without: Surroundings["without"] = {}): void {
  const unsaid = Object.entries(without).filter(([field]) => settings[field as keyof typeof settings] === undefined);
  Object.assign(settings, Object.fromEntries(unsaid));
}

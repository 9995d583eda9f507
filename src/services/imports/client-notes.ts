import type { Settings } from "../applications/settings.js";
import type { BroughtClient, NotedSettings } from "./brought-client.js";
import type { LineChange } from "./imported-lines.js";
import { STAYS_CONFIDENTIAL, staysConfidential } from "./kept-confidential.js";
import { isSecretLeft, SECRET_LEFT } from "./partial-lines.js";
import { overNotes } from "./settings/over-notes.js";
import type { ListName } from "./settings/usable-list.js";
import type { UsableSettings } from "./settings/usable-settings.js";
import type { KnownClient } from "./standing.js";

/** Said where a source has grants, and none of them comes. */
export const NO_GRANTS = "The client has no grants here, and gets no tokens by itself.";

const ID_STAYS = "id was not taken: the application has another one here.";
const METHOD_STAYS = "Until then its method and its secrets stay those that are here.";
const STAYS_DISABLED = "enabled: it is disabled here and stays so; enable it here if it is to authenticate.";

const WHAT: Record<Exclude<LineChange, "line" | "either">, string> = {
  mapping: "the mapping",
  grants: "the grants that were given for it",
  scopes: "the scopes that were given for it",
  http: "which redirect URIs in clear may be here",
  credentials: "what is recognized as a credential",
  secrets: "what can be told of its secrets",
};

/**
 * What a format says of a client, without what is untrue: beside `standing` that it has left what it keeps here, and of an
 * application with grants that it has none.
 */
export function ownNotes(
  { notes, leftNotes = [] }: BroughtClient,
  standing: readonly string[],
  { grantTypes }: Pick<Settings, "grantTypes">,
): string[] {
  const untrue = standing.includes(STAYS_CONFIDENTIAL) ? leftNotes : [];
  return notes.filter((note) => !(untrue.includes(note) || (grantTypes.length > 0 && note.endsWith(NO_GRANTS))));
}

/** What is so of its application here as of many others. */
export function sharedNotesOf({ sharedNotes = [] }: BroughtClient, settings: NotedSettings): string[] {
  return sharedNotes.filter(({ isSo }) => isSo?.(settings) ?? true).map(({ text }) => text);
}

/** What an update came from, and what it set. */
export function changeNote(changes: readonly LineChange[], fields: readonly string[]): string {
  const set = fields.length > 0 ? `; set by it: ${fields.join(", ")}.` : ".";
  if (changes.includes("line")) return `The line has changed${set}`;
  if (changes.includes("either")) return `The line has changed, or how it is read${set}`;
  const others = changes.flatMap((change) => (change in WHAT ? WHAT[change as keyof typeof WHAT] : []));
  return `The line is the same, and what has changed is ${others.join(" and ")}${set}`;
}

/** Names what somebody had set here and the line has set back, as a list of one or none. */
export function overwrittenNote(fields: readonly string[]): string[] {
  if (fields.length === 0) return [];
  return [`Overwritten, though somebody had changed it here since the last import: ${fields.join(", ")}.`];
}

/** Of a secret that comes by a line whose settings do not: how it has to be presented, as a list of one or none. */
export function methodNote(
  { takesAnyMethod, tokenEndpointAuthMethod: here }: Settings,
  client: BroughtClient,
): string[] {
  const { tokenEndpointAuthMethod: there } = client.settings;
  if (takesAnyMethod || !(client.takesAnyMethod || (there !== undefined && there !== here))) return [];
  return [`tokenEndpointAuthMethod stays ${here}, as it is here: set it if its client presents the secret otherwise.`];
}

/** What stays otherwise here than its line has it, the same at each import while its lists are these. */
export function standingNotes(
  known: Pick<KnownClient, "application" | "secrets">,
  { client, usable }: { client: BroughtClient; usable: UsableSettings },
  here: Record<ListName, readonly string[]>,
): string[] {
  const { application } = known;
  return [
    ...usable.notes,
    ...overNotes(client.names, client.settings, usable.overFrom, here),
    ...(client.id === undefined || client.id === application.id ? [] : [ID_STAYS]),
    ...(client.methodRefusal ? [`${client.methodRefusal.message}. ${METHOD_STAYS}`] : []),
    ...(client.enabled && !application.enabled ? [STAYS_DISABLED] : []),
    ...(staysConfidential(known, client.settings) ? [STAYS_CONFIDENTIAL] : []),
    // Its method that is not known says already that its secrets stay, and is why the line says nothing else.
    ...(isSecretLeft(application, client) && !client.methodRefusal ? [SECRET_LEFT] : []),
  ];
}

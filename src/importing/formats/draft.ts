import { GrantType, ResponseType, TokenEndpointAuthMethod } from "../../model/client-metadata.js";
import type { DialectSettings } from "../../model/dialect-settings.js";
import type { DomainError } from "../../model/domain-error.js";
import { CreateOAuthApplicationInput } from "../../model/inputs/oauth-application.inputs.js";
import { shows } from "../../services/credentials/spelled-secrets.js";
import type { BroughtClient, BroughtSecret, SharedNote, StandIn } from "../../services/imports/brought-client.js";
import { ownSecrets } from "../../services/imports/kept/own-values.js";
import { SHOWN_TEXTS } from "../../services/imports/kept/shown-secrets.js";
import { OWN_GRANT_LEFT } from "../../services/imports/partial-lines.js";
import { nameIn, type SourceNames } from "../../services/imports/settings/source-names.js";
import { type LeftSecrets, withoutClientId } from "../brought-secret.js";
import { keptSettings } from "../kept-settings.js";
import { isSecretsOwn } from "../secret-form.js";
import { invalid } from "../values.js";

/** What a format has read of a client, before what is true of all formats. */
export interface Draft {
  /** The application's id at another gateway of this product. */
  id?: string | undefined;
  clientId: string | undefined;
  /** What the source calls the client id. */
  clientIdField: string;
  /** What it calls the other fields, where not as this product does. */
  names?: SourceNames;
  settings: Partial<CreateOAuthApplicationInput>;
  /** What only the source knows, and under which name it is kept. */
  kept?: [source: keyof DialectSettings, fields: [string, unknown][]];
  enabled?: boolean;
  secrets: BroughtSecret[];
  takesAnyMethod: boolean;
  leavesMethod?: boolean;
  methodRefusal?: DomainError;
  cutRefusal?: DomainError;
  guessed?: BroughtClient["guessed"];
  presentsKey?: boolean;
  notes: string[];
  left?: LeftSecrets;
  sharedNotes?: SharedNote[];
  standIns?: StandIn[];
}

/** How many notes a report has of one client; of what is beyond, their number. */
const MAX_NOTES = 50;

/** The client that a draft describes. Throws `invalid` where it has no client id, or a secret's hash or stand-in in its place. */
export function broughtClient(draft: Draft): BroughtClient {
  const { clientId, clientIdField, enabled = true, notes, left = { secrets: [], notes: [] } } = draft;
  if (clientId === undefined) throw invalid(clientIdField, "required", "must be given");
  // Another gateway's application keeps the id that it has.
  if (draft.id === undefined && isSecretsOwn(clientId)) {
    throw invalid(
      clientIdField,
      "clientId",
      "holds the hash of a secret, or what stands for one: have columns been exchanged?",
    );
  }
  const secrets = withoutClientId(draft.secrets, clientId);
  const leftSecrets = withoutClientId(left.secrets, clientId);
  const holdsId = secrets.length < draft.secrets.length;
  if (holdsId) notes.push("The client id stands in a secret's place, and was not taken as one.");
  const settings = { ...draft.settings };
  const own = ownSecrets([...secrets, ...leftSecrets]);
  leaveOutSecrets(settings, own.parts, draft.names, notes);
  if (draft.kept) settings.dialectSettings = keptSettings(...draft.kept, own, notes);
  settings.name ??= clientId;
  const isPublic = settings.public ?? settings.tokenEndpointAuthMethod === TokenEndpointAuthMethod.NONE;
  const leftNotes = [...left.notes, ...(isPublic ? leaveOutOwnGrant(settings) : [])];
  leaveOutResponseTypes(settings, notes);
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return {
    ...(draft.id === undefined ? {} : { id: draft.id }),
    clientId,
    names: { clientId: clientIdField, ...draft.names },
    settings: Object.assign(new CreateOAuthApplicationInput(), Object.fromEntries(given)),
    enabled,
    secrets: isPublic ? [] : secrets,
    takesAnyMethod: draft.takesAnyMethod && !isPublic,
    ...(draft.leavesMethod ? { leavesMethod: true } : {}),
    ...(draft.methodRefusal ? { methodRefusal: draft.methodRefusal } : {}),
    ...(draft.cutRefusal ? { cutRefusal: draft.cutRefusal } : {}),
    ...(draft.guessed ? { guessed: draft.guessed } : {}),
    ...(draft.presentsKey && !isPublic ? { presentsKey: true } : {}),
    leavesSecret: left.notes.length > 0 || holdsId,
    leftSecrets: isPublic ? [...secrets, ...leftSecrets] : leftSecrets,
    notes: boundedNotes([...leftNotes, ...notes]),
    leftNotes,
    sharedNotes: draft.sharedNotes ?? [],
    standIns: isPublic ? [] : (draft.standIns ?? []),
  };
}

function boundedNotes(notes: string[]): string[] {
  const more = notes.length - MAX_NOTES;
  return more > 0 ? [...notes.slice(0, MAX_NOTES), `And ${more} more notes.`] : notes;
}

function leaveOutSecrets(
  settings: Draft["settings"],
  secrets: readonly string[],
  names: SourceNames | undefined,
  notes: string[],
): void {
  for (const field of SHOWN_TEXTS) {
    if (!shows(secrets, settings[field] ?? "")) continue;
    settings[field] = undefined;
    notes.push(
      `${nameIn(names, field)} was not taken, since whoever may read the application would see a secret of the client in it.`,
    );
  }
}

/** Only a client with a secret may use its own credentials (RFC 6749 §4.4). Answers a note, or none. */
function leaveOutOwnGrant(settings: Draft["settings"]): string[] {
  if (!settings.grantTypes?.includes(GrantType.CLIENT_CREDENTIALS)) return [];
  settings.grantTypes = settings.grantTypes.filter((grant) => grant !== GrantType.CLIENT_CREDENTIALS);
  return [OWN_GRANT_LEFT];
}

function leaveOutResponseTypes(settings: Draft["settings"], notes: string[]): void {
  const { grantTypes, responseTypes = [] } = settings;
  if (responseTypes.length === 0 || !grantTypes || grantTypes.includes(GrantType.AUTHORIZATION_CODE)) return;
  settings.responseTypes = [];
  // `code` is what many servers write of every client.
  if (responseTypes.every((type) => type === ResponseType.CODE)) return;
  notes.push("responseTypes were not taken: any needs the grant AUTHORIZATION_CODE.");
}

import type { ClientSecret } from "../../model/client-secret.js";
import type { DomainError } from "../../model/domain-error.js";
import type { CreateOAuthApplicationInput } from "../../model/inputs/oauth-application.inputs.js";
import type { Settings } from "../applications/settings.js";
import type { SourceNames } from "./settings/source-names.js";

/** What an export of another gateway is called as a source. */
export const OWN_SOURCE = "own";

/** A secret that a client brings along. */
export type BroughtSecret = (UsableSecret | UnreadSecret) & {
  /** Whether its source had replaced it; left out where its place tells, since all behind the first are previous ones. */
  isPrevious?: boolean;
};

/** One that could work here. */
export type UsableSecret = OriginalSecret | CarriedSecret;

/** The secret itself, or the hash that its source kept of it. */
export interface OriginalSecret {
  form: "plain" | "hash";
  /** The secret, or the hash in a notation that names itself (`$2b$…`, `pbkdf2_sha256$…`, `{sha256}…`). */
  text: string;
  /** When it stops; null when it has no end. */
  expiresAt: Date | null;
  /** Why it is easy to guess: what a note says before what to do about it. */
  weakness?: string;
}

/** A value of which is not said what it is, or that cannot be one: refused only where a secret is to be taken. */
export interface UnreadSecret {
  form: "unread";
  text: string;
  expiresAt: Date | null;
  refusal: DomainError;
}

/** What stands in a secret's place and says that there is none, such as asterisks. */
export interface StandIn {
  /** What the source calls that place. */
  field: string;
  text: string;
  /** When what it stands for stops; null when it has no end. */
  expiresAt: Date | null;
  /** Whether a secret may look like it, so that `--secrets plain` takes it as one. */
  mayBeSecret?: boolean;
}

/** What a secret is besides its digest and its end; of its uses there nothing comes, nor whether it had come there. */
export type CarriedState = Pick<
  ClientSecret,
  | "id"
  | "hint"
  | "firstUsedAt"
  | "lastUsedAt"
  | "useCount"
  | "usesBeforeRotation"
  | "confirmBy"
  | "confirmedAt"
  | "contestedAt"
  | "nextOverlapSeconds"
  | "imported"
>;

/** A secret as another gateway under the same server keys has it: only as its digest, and where it stands. */
export interface CarriedSecret {
  form: "digest";
  /** The digest, which is of the application's id, too (`v1$…`), or another system's hash that is sealed (`f1$…`). */
  text: string;
  /** Of the server key that the digest names. */
  keyFingerprint: string;
  expiresAt: Date | null;
  state: CarriedState;
}

/** What shared notes depend on, as it is here. */
export type NotedSettings = Pick<Settings, "scopes" | "accessTokenTtlSeconds">;

/** What is so of many clients of a source alike, as one of few sentences. */
export interface SharedNote {
  text: string;
  /** Whether it is so of an application here; of each, where this is left out. */
  isSo?(application: NotedSettings): boolean;
}

export type Guessed = "name" | "grantTypes" | "tokenEndpointAuthMethod";

/** A client of another system in this product's words: what a format makes of one item of its file. */
export interface BroughtClient {
  /** The application's id at another gateway, which it keeps; left out for a new one. */
  id?: string | undefined;
  clientId: string;
  /** What its source calls the fields. */
  names?: SourceNames | undefined;
  /** Not validated yet; redirect URIs that are refused here are still among them. */
  settings: CreateOAuthApplicationInput;
  enabled: boolean;
  /**
   * Usable secrets, the current one first: none for a public client or where the source has none to give, and two at most, or
   * those behind the first are refused.
   */
  secrets: BroughtSecret[];
  /** Whether its source fixes no authentication method, so that basic and post are both taken until one is set here. */
  takesAnyMethod: boolean;
  /** Whether its line does not speak of methods at all, so that the one stays that is here. */
  leavesMethod?: boolean;
  /** Why nobody knows how it authenticates: a new one is refused by it; of one that is here, its method and its secrets stay. */
  methodRefusal?: DomainError;
  /** Why what it has of its secrets may be a part of that: a line that is not the same as before is refused by it. */
  cutRefusal?: DomainError;
  /** Of a line that has a part of its client only: the settings that are guessed by it, for a new application alone. */
  guessed?: readonly Guessed[] | undefined;
  /** The same line, where it is guessed to be of a public client, as one of an application that is confidential here. */
  ifConfidential?: BroughtClient;
  /** Whether it is confidential and proves who it is by something else than a secret, such as a key of its own. */
  presentsKey?: boolean;
  /** Whether the source has a secret that is not taken, since the client does not present it. */
  leavesSecret?: boolean;
  /** Those secrets: they do not come, and nothing that others may read shows them either. */
  leftSecrets?: readonly BroughtSecret[];
  /** Said once for all clients of which it is so. */
  sharedNotes?: SharedNote[];
  /** What came otherwise than it was, or did not come: a sentence each, naming the field, never with a secret's value. */
  notes: string[];
  /** Those of them that name what a client without a secret leaves: untrue of one that keeps its secret here. */
  leftNotes?: string[];
  /** What stands in the place of its secrets and is none. */
  standIns?: StandIn[];
}

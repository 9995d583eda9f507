import type { DomainError } from "../../model/domain-error.js";
import type { SecretsReading } from "../../model/imported-client.js";
import type { Settings } from "../applications/settings.js";
import type { RotationState } from "../secrets/rotation-state.js";
import type { BroughtClient, NotedSettings } from "./brought-client.js";
import { standingNotes } from "./client-notes.js";
import type { Line } from "./imported-lines.js";
import type { withoutCredentials } from "./kept/kept-credentials.js";
import type { Came } from "./secrets/secret-fits.js";
import type { UsableSettings } from "./settings/usable-settings.js";
import type { KnownClient } from "./standing.js";

/** Where a client comes from, and how it is taken. When the line is the same as at its last import, nothing happens. */
export interface ImportOptions extends Line {
  /** Judges as if the organization's `allowHttpRedirectUris` were on. */
  allowsHttp?: boolean;
  /** Whether nothing is written; the answer is the same. */
  dryRun?: boolean;
}

/** A client on its way in. */
export interface Taken {
  client: BroughtClient;
  /** The same client with those that its application gets where its line has changed; undefined without any. */
  bringing?: BroughtClient | undefined;
  /** Why those may not come; undefined where they may. */
  refusal?: DomainError | undefined;
  /** Its application's secrets, where a use at its source confirms the current one. */
  confirmed?: RotationState | undefined;
  usable: UsableSettings;
  /** What of its application shows a credential, as it is without it; undefined where nothing does. */
  without: ReturnType<typeof withoutCredentials>;
  options: ImportOptions;
}

/** What became of a client. */
export interface ImportedItem {
  result: "created" | "updated" | "unchanged" | "refused";
  /** Why it was refused. */
  reason?: string;
  /** What came otherwise than it was, or did not come: a sentence each, the same at each import while it is so. */
  notes: string[];
  /** What is so of many clients alike, and of the application as it is here. */
  sharedNotes: string[];
  /** Whether it is to authenticate by a secret, and stands here without one that works, or without the current one. */
  lacksSecret: boolean;
  /** Of each secret of its line as what it came, whenever that was; null for one that does not work here, or of a disabled client. */
  working: (Came | null)[];
}

/** What became of it, in the words of this product. */
export interface Outcome {
  result: "created" | "updated" | "unchanged";
  /** Without those of its secrets. */
  notes: string[];
  /** Those that work here now. */
  secrets: RotationState;
  /** What is kept of those that came. */
  kept: SecretsReading;
  settings: Pick<Settings, "public" | "enabled" | "grantTypes"> & NotedSettings;
}

/** Whether a client is to authenticate by a secret: one without a grant (bearer-only, in Keycloak) asks for no tokens. */
export function needsSecret({ settings }: Pick<Outcome, "settings">): boolean {
  return !settings.public && settings.enabled && settings.grantTypes.length > 0;
}

/** What becomes of one whose line is as it was, or says nothing new. */
export function unchanged(known: KnownClient, taken: Taken): Outcome {
  const { application, imported, secrets } = known;
  const notes = standingNotes(known, taken, application);
  return { result: "unchanged", notes, secrets, kept: imported.reading ?? {}, settings: application };
}

import type { CreateOAuthApplicationInput } from "../../model/inputs/oauth-application.inputs.js";

/** A secret that a client brings along: itself, or the hash that its source kept of it. */
export interface BroughtSecret {
  form: "plain" | "hash";
  /** The secret, or the hash in a notation that names itself (`$2b$…`, `pbkdf2_sha256$…`, `{sha256}…`). */
  text: string;
  /** When it stops; null when it has no end. */
  expiresAt: Date | null;
}

/** A client of another system in this product's words: what a format makes of one item of its file. */
export interface BroughtClient {
  clientId: string;
  /** Not validated yet; redirect URIs that are refused here are still among them. */
  settings: CreateOAuthApplicationInput;
  enabled: boolean;
  /** Usable secrets, the current one first: two at most, none for a public client or where the source has none to give. */
  secrets: BroughtSecret[];
  /** Whether its source fixes no authentication method, so that basic and post are both taken until one is set here. */
  takesAnyMethod: boolean;
  /** What came otherwise than it was, or did not come: a sentence each, naming the field, never with a secret's value. */
  notes: string[];
}

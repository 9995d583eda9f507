import { shows } from "../../services/credentials/spelled-secrets.js";
import type { BroughtSecret, SharedNote } from "../../services/imports/brought-client.js";
import { ownValues, unrepeatedValues } from "../../services/imports/kept/own-values.js";
import { shownNames } from "../../services/imports/kept/shown-names.js";
import type { SourceFields } from "../source-fields.js";
import { textsOf } from "../values.js";
import type { KEYCLOAK_FATES } from "./keycloak-fates.js";

/** Client scopes by whose mappers Keycloak fills its tokens. They are no scopes that anybody asks for (RFC 6749 §3.3). */
const INTERNAL = new Set(["acr", "basic", "microprofile-jwt", "role_list", "roles", "service_account", "web-origins"]);

/** Those that Keycloak offers to every client, whether it asks for them or not. */
const OFFERED_TO_ALL = new Set(["address", "offline_access", "organization", "phone"]);

const ONLY_FILLS_TOKENS: SharedNote = {
  text: "defaultClientScopes come without those that only fill Keycloak's tokens (acr, basic, roles, web-origins and the like).",
};
const LEFT_OUT: SharedNote = {
  text: "optionalClientScopes come without those that Keycloak offers to every client (address, offline_access, phone and the like); add to scopes what a client asks for.",
};

/** Scopes, and where in the file each of them stands. */
export interface PlacedScopes {
  scopes: string[];
  scopePlaces: string[];
}

/** What the reading of scopes needs to know, and where it says something. */
export interface ScopeReading {
  /** The client's own, which no note repeats. */
  secrets: readonly BroughtSecret[];
  notes: string[];
  sharedNotes: SharedNote[];
}

/**
 * What a client may ask for: what it gets in Keycloak by default, and what only it is offered. Notes name what it gets here
 * without asking for it; what is left out is so of nearly all clients.
 */
export function takeKeycloakScopes(
  fields: SourceFields<typeof KEYCLOAK_FATES>,
  { secrets, notes, sharedNotes }: ScopeReading,
): PlacedScopes {
  const given = fields.take("defaultClientScopes", textsOf) ?? [];
  const offered = textsOf(fields.see("optionalClientScopes"), "optionalClientScopes") ?? [];
  const byDefault = new Set(given);
  const isAskedFor = (scope: string) => !INTERNAL.has(scope);
  const isItsOwn = (scope: string) => isAskedFor(scope) && !OFFERED_TO_ALL.has(scope) && !byDefault.has(scope);
  if (!given.every(isAskedFor)) sharedNotes.push(ONLY_FILLS_TOKENS);
  if (offered.some((scope) => !isItsOwn(scope) && !byDefault.has(scope))) sharedNotes.push(LEFT_OUT);
  const places = new Map([["openid", "openid"]]);
  const add = (field: string, from: string[], wanted: (scope: string) => boolean) => {
    for (const [item, scope] of from.entries()) {
      if (wanted(scope) && !places.has(scope)) places.set(scope, `${field}.${item}`);
    }
  };
  add("defaultClientScopes", given, isAskedFor);
  add("optionalClientScopes", offered, isItsOwn);
  const named = namesOf(offered.filter(isItsOwn), places, secrets);
  if (named.length > 0) {
    notes.push(
      `optionalClientScopes are in scopes, so that a request which names no scope gets them here, too: ${shownNames(named)}.`,
    );
  }
  return { scopes: [...places.keys()], scopePlaces: [...places.values()] };
}

/** Scopes by their names, and by their places where those show a weak secret; those with another in them do not come. */
function namesOf(
  scopes: readonly string[],
  places: ReadonlyMap<string, string>,
  secrets: readonly BroughtSecret[],
): string[] {
  const [own, unrepeated] = [ownValues(secrets), unrepeatedValues(secrets)];
  const coming = scopes.filter((scope) => !shows(own, scope));
  return coming.map((scope) => (shows(unrepeated, scope) ? (places.get(scope) as string) : scope));
}

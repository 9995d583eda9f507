import type { SharedNote } from "../../services/imports/brought-client.js";
import { type SourceFields, shownNames } from "../source-fields.js";
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

/**
 * What a client may ask for: what it gets in Keycloak by default, and what only it is offered. Notes name what it gets here
 * without asking for it; what is left out is so of nearly all clients.
 */
export function takeKeycloakScopes(
  fields: SourceFields<typeof KEYCLOAK_FATES>,
  { notes, sharedNotes }: { notes: string[]; sharedNotes: SharedNote[] },
): PlacedScopes {
  const given = fields.take("defaultClientScopes", textsOf) ?? [];
  const offered = textsOf(fields.see("optionalClientScopes"), "optionalClientScopes") ?? [];
  const byDefault = new Set(given);
  const isAskedFor = (scope: string) => !INTERNAL.has(scope);
  const isItsOwn = (scope: string) => isAskedFor(scope) && !OFFERED_TO_ALL.has(scope) && !byDefault.has(scope);
  if (!given.every(isAskedFor)) sharedNotes.push(ONLY_FILLS_TOKENS);
  if (offered.some((scope) => !isItsOwn(scope) && !byDefault.has(scope))) sharedNotes.push(LEFT_OUT);
  const own = offered.filter(isItsOwn);
  if (own.length > 0) {
    notes.push(
      `optionalClientScopes are in scopes, so that a request which names no scope gets them here, too: ${shownNames(own)}.`,
    );
  }
  const places = new Map([["openid", "openid"]]);
  const add = (field: string, from: string[], wanted: (scope: string) => boolean) => {
    for (const [item, scope] of from.entries()) {
      if (wanted(scope) && !places.has(scope)) places.set(scope, `${field}.${item}`);
    }
  };
  add("defaultClientScopes", given, isAskedFor);
  add("optionalClientScopes", offered, isItsOwn);
  return { scopes: [...places.keys()], scopePlaces: [...places.values()] };
}

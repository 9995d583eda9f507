import { GrantType, TokenEndpointAuthMethod } from "../../model/client-metadata.js";
import { DomainError } from "../../model/domain-error.js";
import { grantsOf, isKnownGrant, isKnownMethod } from "../client-metadata.js";
import { methodNamesOf } from "../listed-methods.js";
import { flagOf, momentOf, textOf, textsOf, wholeNumberOf } from "../values.js";
import type { TableField } from "./table-fields.js";

type Reading = (value: unknown, path: string, separator?: string) => unknown;

/** How what a mapping says itself is read, so that a mistake in it is found before any line is. Other fields are texts. */
const READINGS: Partial<Record<TableField, Reading>> = {
  clientSecretExpiresAt: momentOf,
  previousClientSecretExpiresAt: momentOf,
  enabled: flagOf,
  public: flagOf,
  confidential: flagOf,
  pkceRequired: flagOf,
  consentScreenEnabled: flagOf,
  skipConsent: flagOf,
  secretOverlapSeconds: wholeNumberOf,
  accessTokenTtlSeconds: wholeNumberOf,
  redirectUris: textsOf,
  postLogoutRedirectUris: textsOf,
  allowedOrigins: textsOf,
  scopes: textsOf,
  optionalScopes: textsOf,
  grantTypes: demandGrants,
  tokenEndpointAuthMethod: demandMethods,
};

/** Throws `invalid` for a value that a mapping has for a field and that means nothing there. */
export function demandMeaning(field: TableField, value: unknown, path: string, separator?: string): void {
  (READINGS[field] ?? textOf)(value, path, separator);
}

/** Whether a value that a mapping says nothing of means itself. What is unknown of methods is refused where they are read. */
export function meansItself(field: TableField, value: string): boolean {
  return field === "tokenEndpointAuthMethod" || (field === "grantTypes" && isKnownGrant(value.toLowerCase()));
}

function demandGrants(value: unknown, path: string, separator?: string): void {
  for (const name of textsOf(value, path, separator) ?? []) {
    if (grantsOf([name.toLowerCase()], path, []).length === 0) throw unknown(path, Object.values(GrantType), name);
  }
}

function demandMethods(value: unknown, path: string, separator?: string): void {
  // A standard's that is not offered says that the client presents no secret.
  const name = methodNamesOf(value, path, separator).find((one) => !isKnownMethod(one));
  if (name !== undefined) throw unknown(path, Object.values(TokenEndpointAuthMethod), name);
}

/** A mapping is written by hand and has no secrets, so that what is wrong in it may be named. */
function unknown(path: string, known: string[], name: string): DomainError {
  const text = `${path} must be of ${known.join(", ")}, or null for what has no place here: ${name.slice(0, 64)} is none`;
  return DomainError.invalidField(path, "values", text);
}

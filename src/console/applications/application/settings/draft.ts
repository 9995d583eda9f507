import type { Settings_ApplicationFragment, UpdateOAuthApplicationInput } from "../../../api/gql/graphql.js";
import { linesOf } from "../../create/rules.js";
import { keyOfText, textOfKey } from "./recipient-key.js";

export type Settings = Settings_ApplicationFragment;

/** Lists of which each line is a value. */
export const LISTS = ["redirectUris", "postLogoutRedirectUris", "allowedOrigins", "scopes", "optionalScopes"] as const;
/** Addresses that are null when there is none. */
export const LINKS = ["homepageUrl", "logoUrl", "privacyPolicyUrl", "termsOfServiceUrl"] as const;

const TEXTS = ["name", "description"] as const;
const AS_THEY_ARE = [
  "tokenEndpointAuthMethod",
  "pkceRequired",
  "consentScreenEnabled",
  "secretOverlapSeconds",
  "secretQuietSeconds",
  "accessTokenTtlSeconds",
  "ownerOnlySecretRotation",
  "selfRotationEnabled",
] as const;

export type Draft = Pick<Settings, (typeof TEXTS)[number] | (typeof AS_THEY_ARE)[number] | "grantTypes"> &
  Record<(typeof LISTS)[number] | (typeof LINKS)[number] | "secretRecipientKey", string>;

/** The settings as they stand in the fields of a form. */
export function draftOf(settings: Settings): Draft {
  const lists = LISTS.map((name) => [name, settings[name].join("\n")] as const);
  const links = LINKS.map((name) => [name, settings[name] ?? ""] as const);
  const fields = Object.fromEntries([...lists, ...links]) as Record<(typeof LISTS | typeof LINKS)[number], string>;
  return { ...settings, ...fields, secretRecipientKey: textOfKey(settings.secretRecipientKey) };
}

type Changes = Omit<UpdateOAuthApplicationInput, "oauthApplicationId" | "expectedVersion" | "force">;

const isSameList = (one: readonly string[], other: readonly string[]) => JSON.stringify(one) === JSON.stringify(other);

/** What a form has changed, and nothing else: what somebody else has changed meanwhile stays. */
export function changesOf(draft: Draft, settings: Settings): Changes {
  const changes: Record<string, unknown> = {};
  for (const name of [...TEXTS, ...AS_THEY_ARE]) if (draft[name] !== settings[name]) changes[name] = draft[name];
  for (const name of LISTS) {
    const values = linesOf(draft[name]);
    if (!isSameList(values, settings[name])) changes[name] = values;
  }
  for (const name of LINKS) {
    const value = draft[name].trim() || null;
    if (value !== settings[name]) changes[name] = value;
  }
  const key = draft.secretRecipientKey.trim();
  if (key !== textOfKey(settings.secretRecipientKey)) changes.secretRecipientKey = key ? keyOfText(key) : null;
  if (!isSameList(draft.grantTypes.toSorted(), settings.grantTypes.toSorted())) changes.grantTypes = draft.grantTypes;
  return changes as Changes;
}

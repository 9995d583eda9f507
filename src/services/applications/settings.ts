import { GrantType, ResponseType, TokenEndpointAuthMethod } from "../../model/client-metadata.js";
import {
  type CreateOAuthApplicationInput,
  type UpdateOAuthApplicationInput,
} from "../../model/inputs/oauth-application.inputs.js";
import { DEFAULT_OVERLAP_SECONDS } from "../../model/inputs/oauth-application-settings.inputs.js";
import { nameKeyOf } from "../../model/name-key.js";
import {
  DEFAULT_ACCESS_TOKEN_TTL_SECONDS,
  DEFAULT_QUIET_SECONDS,
  type OAuthApplication,
} from "../../model/oauth-application.js";
import { isSameKey, type RecipientKey, recipientKeyOf } from "../../model/recipient-key.js";
import { isSentInClear } from "../../model/uri.js";
import { authenticationOf } from "./authentication-settings.js";
import type { ListColumns } from "./list-columns.js";
import { mergedDialects } from "./merged-dialects.js";
import { demandGrantForResponseTypes, demandKnownOptionalScopes, demandSecretForGrants } from "./settings-rules.js";

/** What a create and an update decide of an application. */
export type Settings = Omit<
  OAuthApplication,
  | "id"
  | "organizationId"
  | "organizationRow"
  | "clientId"
  | "version"
  | "createdAt"
  | "createdById"
  | "createdByKind"
  | "updatedAt"
  | keyof ListColumns
>;

const DEFAULTS: Omit<Settings, "name" | "nameKey"> = {
  description: "",
  public: false,
  enabled: true,
  redirectUris: [],
  postLogoutRedirectUris: [],
  allowedOrigins: [],
  scopes: [],
  optionalScopes: [],
  grantTypes: [GrantType.AUTHORIZATION_CODE],
  responseTypes: [ResponseType.CODE],
  tokenEndpointAuthMethod: TokenEndpointAuthMethod.CLIENT_SECRET_BASIC,
  takesAnyMethod: false,
  pkceRequired: false,
  consentScreenEnabled: true,
  homepageUrl: null,
  logoUrl: null,
  privacyPolicyUrl: null,
  termsOfServiceUrl: null,
  secretOverlapSeconds: DEFAULT_OVERLAP_SECONDS,
  secretQuietSeconds: DEFAULT_QUIET_SECONDS,
  accessTokenTtlSeconds: DEFAULT_ACCESS_TOKEN_TTL_SECONDS,
  ownerOnlySecretRotation: false,
  secretRecipientKey: null,
  selfRotationEnabled: false,
  dialectSettings: null,
};

/** The settings of a new application. The input is validated already; what fields say together is not. */
export function newSettings(input: CreateOAuthApplicationInput): Settings {
  return settle(input, { ...DEFAULTS, name: input.name, nameKey: nameKeyOf(input.name) });
}

/** The settings of an application after a change, which lets it in by Basic and POST where it `takesAnyMethod` from then on. */
export function changedSettings(
  input: UpdateOAuthApplicationInput,
  current: OAuthApplication,
  takesAnyMethod = false,
): Settings {
  const settings = settle(input, current);
  return takesAnyMethod && !settings.public ? { ...settings, takesAnyMethod } : settings;
}

/** The fields in which two settings differ. */
export function changedFields(before: Settings, after: Settings): string[] {
  const changed = (Object.keys(after) as (keyof Settings)[]).filter(
    (field) => field !== "nameKey" && JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
  return shownNames(changed);
}

/** The fields by the names under which they are known: `takesAnyMethod` is a part of `tokenEndpointAuthMethod`. */
export function shownNames(fields: readonly string[]): string[] {
  return [...new Set(fields.map((field) => (field === "takesAnyMethod" ? "tokenEndpointAuthMethod" : field)))];
}

/**
 * Paths of the redirect URIs in the input that need the organization's `allowHttpRedirectUris`. Those that the
 * application has already stay allowed when that setting is switched off.
 */
export function urisInClear(
  input: CreateOAuthApplicationInput | UpdateOAuthApplicationInput,
  current?: OAuthApplication,
): string[] {
  return (["redirectUris", "postLogoutRedirectUris"] as const).flatMap((field) => {
    const had = new Set(current?.[field]);
    return (input[field] ?? []).flatMap((uri, item) =>
      isSentInClear(uri) && !had.has(uri) ? [`${field}.${item}`] : [],
    );
  });
}

function settle(input: CreateOAuthApplicationInput | UpdateOAuthApplicationInput, current: Settings): Settings {
  const name = input.name ?? current.name;
  const grantTypes = input.grantTypes ?? current.grantTypes;
  const scopes = input.scopes ?? current.scopes;
  const settings: Settings = {
    ...authenticationOf(input, current),
    name,
    nameKey: nameKeyOf(name),
    description: input.description ?? current.description,
    enabled: ("enabled" in input ? input.enabled : undefined) ?? current.enabled,
    redirectUris: input.redirectUris ?? current.redirectUris,
    postLogoutRedirectUris: input.postLogoutRedirectUris ?? current.postLogoutRedirectUris,
    allowedOrigins: input.allowedOrigins ?? current.allowedOrigins,
    scopes,
    // A client that does not know `optionalScopes` can still remove a scope, which then is no optional one any more.
    optionalScopes: input.optionalScopes ?? current.optionalScopes.filter((scope) => scopes.includes(scope)),
    grantTypes,
    responseTypes: input.responseTypes ?? responseTypesOf(grantTypes, current),
    pkceRequired: input.pkceRequired ?? current.pkceRequired,
    consentScreenEnabled: input.consentScreenEnabled ?? current.consentScreenEnabled,
    homepageUrl: given(input.homepageUrl, current.homepageUrl),
    logoUrl: given(input.logoUrl, current.logoUrl),
    privacyPolicyUrl: given(input.privacyPolicyUrl, current.privacyPolicyUrl),
    termsOfServiceUrl: given(input.termsOfServiceUrl, current.termsOfServiceUrl),
    secretOverlapSeconds: input.secretOverlapSeconds ?? current.secretOverlapSeconds,
    secretQuietSeconds: input.secretQuietSeconds ?? current.secretQuietSeconds,
    accessTokenTtlSeconds: input.accessTokenTtlSeconds ?? current.accessTokenTtlSeconds,
    ownerOnlySecretRotation: input.ownerOnlySecretRotation ?? current.ownerOnlySecretRotation,
    secretRecipientKey: keptKey(input.secretRecipientKey, current.secretRecipientKey),
    selfRotationEnabled: input.selfRotationEnabled ?? current.selfRotationEnabled,
    dialectSettings: mergedDialects(current.dialectSettings, input.dialectSettings ?? {}),
  };
  demandKnownOptionalScopes(settings);
  demandGrantForResponseTypes(settings);
  if (input.grantTypes !== undefined) demandSecretForGrants(settings, current);
  return settings;
}

/** The same key again changes nothing, whatever else is said of it. */
function keptKey(wanted: object | null | undefined, current: RecipientKey | null): RecipientKey | null {
  if (wanted === undefined) return current;
  const key = wanted && recipientKeyOf(wanted);
  return isSameKey(key, current) ? current : key;
}

/** Response types follow the grant AUTHORIZATION_CODE: they are set when it is added and emptied when it is removed. */
function responseTypesOf(grantTypes: GrantType[], current: Settings): ResponseType[] {
  const { AUTHORIZATION_CODE } = GrantType;
  const has = grantTypes.includes(AUTHORIZATION_CODE);
  if (has === current.grantTypes.includes(AUTHORIZATION_CODE)) return current.responseTypes;
  return has ? [ResponseType.CODE] : [];
}

/** The given value, which may be null, or the current one when none is given. */
function given<T>(value: T | undefined, current: T): T {
  return value === undefined ? current : value;
}

import { GrantType, ResponseType, TokenEndpointAuthMethod } from "../../model/client-metadata.js";
import type { StandIn } from "../../services/imports/brought-client.js";
import { broughtSecrets, type LeftSecrets, leaveSecrets } from "../brought-secret.js";
import { grantsOf, methodOf, responseTypesOf, shownTextOf, webUrlOf } from "../client-metadata.js";
import { type Fates, KEPT, NAMED_ONCE, type SourceFields, WITHOUT_EFFECT } from "../source-fields.js";
import { momentOf, textOf, textsOf } from "../values.js";
import type { Draft } from "./draft.js";
import type { FormatOptions } from "./format.js";

/**
 * Client metadata of RFC 7591 §2 and §3.2.1, 7592 §3, 8705 §3.4, 9101 §10.5, 9126 §6 and 9449 §5.2, and of OpenID Connect
 * RP-Initiated Logout.
 */
export const REGISTRATION_FATES = {
  client_id: "`clientId`",
  client_secret: "the secret",
  client_secret_expires_at: "the secret's end; 0 is none",
  client_name: "`name`; the client id without one",
  redirect_uris: "`redirectUris`",
  post_logout_redirect_uris: "`postLogoutRedirectUris`",
  grant_types: "`grantTypes`; AUTHORIZATION_CODE without any; others are named",
  response_types: "`responseTypes`; others are named",
  scope: "`scopes`",
  token_endpoint_auth_method: "`tokenEndpointAuthMethod`; CLIENT_SECRET_BASIC without one; others are named",
  client_uri: "`homepageUrl`",
  logo_uri: "`logoUrl`",
  policy_uri: "`privacyPolicyUrl`",
  tos_uri: "`termsOfServiceUrl`",
  registration_access_token: NAMED_ONCE,
  client_id_issued_at: KEPT,
  contacts: KEPT,
  jwks: KEPT,
  jwks_uri: KEPT,
  registration_client_uri: KEPT,
  software_id: KEPT,
  software_version: KEPT,
  dpop_bound_access_tokens: WITHOUT_EFFECT,
  require_pushed_authorization_requests: WITHOUT_EFFECT,
  require_signed_request_object: WITHOUT_EFFECT,
  tls_client_certificate_bound_access_tokens: WITHOUT_EFFECT,
} satisfies Fates;

/** The same where this product has another word. */
export const REGISTRATION_NAMES = {
  clientSecret: "client_secret",
  name: "client_name",
  redirectUris: "redirect_uris",
  postLogoutRedirectUris: "post_logout_redirect_uris",
  scopes: "scope",
  homepageUrl: "client_uri",
  logoUrl: "logo_uri",
  privacyPolicyUrl: "policy_uri",
  termsOfServiceUrl: "tos_uri",
};

interface Notation {
  /** Between the items of lists that are written as one text. */
  separator?: RegExp;
  /** Between scopes, where that is not white space alone (RFC 6749 §3.3). */
  scopeSeparator?: RegExp;
  /** Whether a client without grants is one whose grants are not recorded. */
  isEmptyUnsaid?: boolean;
}

/** Takes what a registration has. `usesSecret` is false where the client presents none. */
export function registrationDraft(
  fields: SourceFields<typeof REGISTRATION_FATES>,
  options: FormatOptions,
  { separator, scopeSeparator, isEmptyUnsaid = false }: Notation = {},
): Draft & { usesSecret: boolean; left: LeftSecrets } {
  const notes: string[] = [];
  const left: LeftSecrets = { secrets: [], notes: [] };
  const standIns: StandIn[] = [];
  const texts = (value: unknown, field: string) => textsOf(value, field, separator);
  const url = (value: unknown, field: string) => webUrlOf(value, field, notes);
  const {
    method,
    usesSecret,
    presentsKey = false,
  } = methodOf(fields.take("token_endpoint_auth_method", textOf), "token_endpoint_auth_method", notes);
  const grants = fields.take("grant_types", texts);
  const isRecorded = grants && (grants.length > 0 || !isEmptyUnsaid);
  const grantTypes = isRecorded
    ? grantsOf(grants, "grant_types", notes)
    : (options.grants ?? [GrantType.AUTHORIZATION_CODE]);
  const responseTypes = responseTypesOf(fields.take("response_types", texts), "response_types", notes);
  // Without the field a server may allow any (RFC 7591 §2), with nothing in it none.
  const hasScopes = fields.has("scope");
  const scopes = fields.take("scope", (value, field) => textsOf(value, field, scopeSeparator));
  const expiresAt = fields.take("client_secret_expires_at", momentOf);
  const secrets = fields.take("client_secret", (value, field) =>
    usesSecret ? broughtSecrets(value, field, options, standIns, expiresAt) : leaveSecrets(value, field, options, left),
  );
  return {
    clientId: fields.take("client_id", textOf),
    clientIdField: "client_id",
    names: REGISTRATION_NAMES,
    settings: {
      name: fields.take("client_name", (value, field) => shownTextOf(value, field, notes)),
      // A registration is all that its client may do (RFC 7592 §2.2), so that what is gone from it goes here.
      redirectUris: fields.take("redirect_uris", texts) ?? [],
      postLogoutRedirectUris: fields.take("post_logout_redirect_uris", texts) ?? [],
      grantTypes,
      responseTypes: responseTypes ?? usualResponses(grantTypes),
      scopes: scopes ?? (hasScopes ? [] : undefined),
      // RFC 7591 §2: Basic without one.
      tokenEndpointAuthMethod: method ?? TokenEndpointAuthMethod.CLIENT_SECRET_BASIC,
      homepageUrl: fields.take("client_uri", url),
      logoUrl: fields.take("logo_uri", url),
      privacyPolicyUrl: fields.take("policy_uri", url),
      termsOfServiceUrl: fields.take("tos_uri", url),
    },
    secrets,
    takesAnyMethod: false,
    presentsKey,
    notes,
    left,
    standIns,
    usesSecret,
  };
}

/** RFC 7591 §2: `code` without any, where that has its grant. */
function usualResponses(grantTypes: readonly GrantType[]): ResponseType[] {
  return grantTypes.includes(GrantType.AUTHORIZATION_CODE) ? [ResponseType.CODE] : [];
}

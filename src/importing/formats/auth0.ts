import { GrantType, TokenEndpointAuthMethod } from "../../model/client-metadata.js";
import type { BroughtClient, Guessed, SharedNote, StandIn } from "../../services/imports/brought-client.js";
import { broughtSecrets, type LeftSecrets, leaveSecrets } from "../brought-secret.js";
import { grantsOf, type Method, methodOf, originsOf, shownTextOf, webUrlOf } from "../client-metadata.js";
import { type Fates, KEPT, NAMED, SourceFields, WITHOUT_EFFECT } from "../source-fields.js";
import { scopesOr } from "../unsaid-scopes.js";
import { flagOf, isEmpty, textOf, textsOf } from "../values.js";
import { broughtClient } from "./draft.js";
import { type FormatOptions, jsonFormat } from "./format.js";

const { NONE, CLIENT_SECRET_BASIC } = TokenEndpointAuthMethod;

const FATES = {
  client_id: "`clientId`",
  client_secret: "the secret",
  name: "`name`",
  description: "`description`",
  callbacks: "`redirectUris`",
  allowed_logout_urls: "`postLogoutRedirectUris`",
  web_origins: "`allowedOrigins`, with `allowed_origins`",
  allowed_origins: "`allowedOrigins`, with `web_origins`",
  grant_types: "`grantTypes`; without any by `app_type`; others are named",
  token_endpoint_auth_method: "`tokenEndpointAuthMethod`; without one Basic and POST both work; others are named",
  client_authentication_methods: "named in the report: no secret is taken",
  is_first_party: "`consentScreenEnabled`, the other way round",
  logo_uri: "`logoUrl`",
  global: "a client that has it is left out: it is the tenant's own",
  encryption_key: NAMED,
  signing_keys: NAMED,
  addons: KEPT,
  app_type: KEPT,
  client_metadata: KEPT,
  initiate_login_uri: KEPT,
  jwt_configuration: KEPT,
  mobile: KEPT,
  oidc_conformant: KEPT,
  refresh_token: KEPT,
  tenant: KEPT,
  require_proof_of_possession: WITHOUT_EFFECT,
  require_pushed_authorization_requests: WITHOUT_EFFECT,
} satisfies Fates;

/** The same where this product has another word, and one field for one. */
const NAMES = {
  clientSecret: "client_secret",
  redirectUris: "callbacks",
  postLogoutRedirectUris: "allowed_logout_urls",
  logoUrl: "logo_uri",
};

/** Kinds of applications that have no secret. */
const PUBLIC_KINDS = new Set<unknown>(["native", "spa"]);
const SERVICE = "non_interactive";

/** Clients as the Management API lists them (`GET /api/v2/clients`), with `read:client_keys` for their secrets. */
export const auth0 = jsonFormat({
  fates: FATES,
  takes: ["secrets", "grants", "scopes"],
  secretsAdvice: "Auth0 shows secrets to a token with the scopes read:clients and read:client_keys.",
  clientId: ["client_id"],
  list: "clients",
  reasonToLeaveOut: ({ global }) => (global === true ? "It is the tenant's own, and stays there." : null),
  clientOf(value, options) {
    const client = readClient(value, options);
    const { guessed, settings } = client;
    const isGuess = guessed?.includes("tokenEndpointAuthMethod") && settings.tokenEndpointAuthMethod === NONE;
    return isGuess ? { ...client, ifConfidential: readClient(value, options, false) } : client;
  },
});

type Fields = SourceFields<typeof FATES>;

/** `goesByKind`: a client that does not say how it authenticates is public where its kind mostly is. */
function readClient(value: unknown, options: FormatOptions, goesByKind = true): BroughtClient {
  const fields = new SourceFields(value, FATES);
  fields.take("global", flagOf);
  const notes: string[] = [];
  const left: LeftSecrets = { secrets: [], notes: [] };
  const sharedNotes: SharedNote[] = [];
  const standIns: StandIn[] = [];
  const guessed = guessedIn(fields, options);
  const { method, usesSecret, presentsKey = false } = methodOfClient(fields, goesByKind, notes);
  const url = (value: unknown, field: string) => webUrlOf(value, field, notes);
  const text = (value: unknown, field: string) => shownTextOf(value, field, notes);
  const none = emptyIn(fields);
  const isFirstParty = fields.take("is_first_party", flagOf);
  const settings = {
    name: fields.take("name", text),
    description: fields.take("description", text),
    redirectUris: fields.take("callbacks", textsOf) ?? none,
    postLogoutRedirectUris: fields.take("allowed_logout_urls", textsOf) ?? none,
    allowedOrigins: takeOrigins(fields, notes) ?? none,
    scopes: scopesOr(undefined, options, sharedNotes),
    grantTypes: takeGrants(fields, options, notes),
    tokenEndpointAuthMethod: presentsKey ? CLIENT_SECRET_BASIC : method,
    consentScreenEnabled: isFirstParty === undefined ? undefined : !isFirstParty,
    logoUrl: fields.take("logo_uri", url),
  };
  const secrets = fields.take("client_secret", (value, field) =>
    usesSecret ? broughtSecrets(value, field, options, standIns) : leaveSecrets(value, field, options, left),
  );
  const clientId = fields.take("client_id", textOf);
  return broughtClient({
    clientId,
    clientIdField: "client_id",
    names: NAMES,
    settings,
    kept: ["auth0", fields.rest(notes)],
    secrets,
    takesAnyMethod: usesSecret && method === undefined,
    leavesMethod: guessed?.includes("tokenEndpointAuthMethod") ?? false,
    guessed,
    presentsKey,
    notes,
    left,
    sharedNotes,
    standIns,
  });
}

function methodOfClient(fields: Fields, goesByKind: boolean, notes: string[]): Method {
  const keys = fields.take("client_authentication_methods", (value) => value);
  const named = fields.take("token_endpoint_auth_method", textOf);
  if (!isEmpty(keys)) return methodOf("private_key_jwt", "client_authentication_methods", notes);
  if (goesByKind && named === undefined && PUBLIC_KINDS.has(fields.see("app_type"))) {
    return { method: NONE, usesSecret: false };
  }
  return methodOf(named, "token_endpoint_auth_method", notes);
}

function takeGrants(fields: Fields, options: FormatOptions, notes: string[]): GrantType[] {
  const names = fields.take("grant_types", textsOf);
  if (names) return grantsOf(names, "grant_types", notes);
  if (options.grants) return options.grants;
  if (fields.see("app_type") === SERVICE) return [GrantType.CLIENT_CREDENTIALS];
  return [GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN];
}

/**
 * What a list is that a client lacks. The API leaves out what has nothing in it, but never `is_first_party`: without that, it
 * was asked for some fields only, or by a token that may not read the others.
 */
function emptyIn(fields: Fields): string[] | undefined {
  return fields.has("is_first_party") ? [] : undefined;
}

/** By the same, what of a client is not known: another part of it may say it. */
function guessedIn(fields: Fields, options: FormatOptions): Guessed[] | undefined {
  if (fields.has("is_first_party")) return undefined;
  const saysGrants = (fields.see("grant_types") ?? "") !== "" || options.grants !== undefined;
  const ofMethod = ["token_endpoint_auth_method", "client_authentication_methods"] as const;
  const saysMethod = ofMethod.some((field) => !isEmpty(fields.see(field)));
  return [
    ...(isEmpty(fields.see("name")) ? (["name"] as const) : []),
    ...(saysGrants ? [] : (["grantTypes"] as const)),
    ...(saysMethod ? [] : (["tokenEndpointAuthMethod"] as const)),
  ];
}

function takeOrigins(fields: Fields, notes: string[]): string[] | undefined {
  const read = (value: unknown, field: string) => originsOf(textsOf(value, field), field, notes);
  const web = fields.take("web_origins", read);
  const allowed = fields.take("allowed_origins", read);
  return web || allowed ? [...new Set([...(web ?? []), ...(allowed ?? [])])] : undefined;
}

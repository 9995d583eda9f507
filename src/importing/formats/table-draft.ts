import { GrantType, TokenEndpointAuthMethod } from "../../model/client-metadata.js";
import { DEFAULT_OVERLAP_SECONDS } from "../../model/inputs/oauth-application-settings.inputs.js";
import { DEFAULT_ACCESS_TOKEN_TTL_SECONDS } from "../../model/oauth-application.js";
import type { SharedNote, StandIn } from "../../services/imports/brought-client.js";
import { NO_GRANTS } from "../../services/imports/client-notes.js";
import { asPrevious, broughtSecrets, type LeftSecrets, leaveSecrets } from "../brought-secret.js";
import { grantsOf, lifetimeOf, originsOf, shownTextOf, webUrlOf } from "../client-metadata.js";
import { methodNamesOf, methodsOf } from "../listed-methods.js";
import { scopesOr } from "../unsaid-scopes.js";
import { flagOf, invalid, momentOf, textOf, textsOf, wholeNumberOf } from "../values.js";
import type { Draft } from "./draft.js";
import type { FormatOptions } from "./format.js";
import type { TableRow } from "./table-row.js";

const { CLIENT_SECRET_BASIC } = TokenEndpointAuthMethod;

/** What a row says of a client. */
export function tableDraft(row: TableRow, options: FormatOptions): Draft {
  const { notes } = row;
  const sharedNotes: SharedNote[] = [];
  const standIns: StandIn[] = [];
  const url = (value: unknown, name: string) => webUrlOf(value, name, notes);
  const text = (value: unknown, name: string) => shownTextOf(value, name, notes);
  const seconds = (value: unknown, name: string) => lifetimeOf(value, name, notes);
  const named = row.take("tokenEndpointAuthMethod", methodNamesOf);
  const methods = methodsOf(named, row.nameOf("tokenEndpointAuthMethod"), notes);
  const { method, usesSecret, presentsKey = false, takesAny, refusal } = methods;
  const saysPublic = publicOf(row) ?? methods.isPublic ?? (saysWhetherPublic(row) ? false : undefined);
  const isPublic = refusal ? undefined : saysPublic;
  return {
    clientId: row.take("clientId", textOf),
    clientIdField: row.nameOf("clientId"),
    names: row.names,
    settings: {
      name: row.take("name", text),
      description: row.take("description", text),
      public: isPublic,
      redirectUris: row.takeSaid("redirectUris", textsOf, []),
      postLogoutRedirectUris: row.takeSaid("postLogoutRedirectUris", textsOf, []),
      allowedOrigins: row.takeSaid(
        "allowedOrigins",
        (value, name, separator) => originsOf(textsOf(value, name, separator), name, notes),
        [],
      ),
      // Nothing in it may as well mean any, as in Doorkeeper: what the application has stays.
      scopes: scopesOr(row.take("scopes", textsOf), options, sharedNotes),
      optionalScopes: row.takeSaid("optionalScopes", textsOf, []),
      grantTypes: grantTypesOf(row, isPublic ?? false, options),
      tokenEndpointAuthMethod: takesAny || isPublic || refusal ? method : (method ?? CLIENT_SECRET_BASIC),
      pkceRequired: row.takeSaid("pkceRequired", flagOf, false),
      consentScreenEnabled: consentOf(row),
      homepageUrl: row.take("homepageUrl", url),
      logoUrl: row.take("logoUrl", url),
      privacyPolicyUrl: row.take("privacyPolicyUrl", url),
      termsOfServiceUrl: row.take("termsOfServiceUrl", url),
      secretOverlapSeconds: row.takeSaid("secretOverlapSeconds", wholeNumberOf, DEFAULT_OVERLAP_SECONDS),
      accessTokenTtlSeconds: row.takeSaid("accessTokenTtlSeconds", seconds, DEFAULT_ACCESS_TOKEN_TTL_SECONDS),
    },
    enabled: enabledOf(row),
    ...secretsOf(row, usesSecret && !isPublic, options, standIns),
    takesAnyMethod: takesAny,
    leavesMethod: refusal !== undefined || !row.speaksOf("tokenEndpointAuthMethod"),
    ...(refusal && { methodRefusal: refusal }),
    presentsKey,
    notes,
    sharedNotes,
    standIns,
  };
}

function publicOf(row: TableRow): boolean | undefined {
  const isPublic = row.take("public", flagOf);
  const isConfidential = row.take("confidential", flagOf);
  return isPublic ?? (isConfidential === undefined ? undefined : !isConfidential);
}

function saysWhetherPublic(row: TableRow): boolean {
  return row.speaksOf("public") || row.speaksOf("confidential");
}

/** Nothing in its place does not say which of both: taken for either, it could let a client in that is disabled. */
function enabledOf(row: TableRow): boolean | undefined {
  const isSaid = row.has("enabled");
  const isEnabled = row.take("enabled", flagOf);
  if (!isSaid || isEnabled !== undefined) return isEnabled;
  throw invalid(row.nameOf("enabled"), "required", "must not be empty, since its mapping says by it who is enabled");
}

function consentOf(row: TableRow): boolean | undefined {
  const isAsked = row.takeSaid("consentScreenEnabled", flagOf, true);
  const isSkipped = row.takeSaid("skipConsent", flagOf, false);
  return isAsked ?? (isSkipped === undefined ? undefined : !isSkipped);
}

/** A table without grants stands for a server that allows what it offers to everybody; a row that has none there is allowed none. */
function grantTypesOf(row: TableRow, isPublic: boolean, options: FormatOptions): GrantType[] {
  const isSaid = row.has("grantTypes");
  const name = row.nameOf("grantTypes");
  const noted = row.notes.length;
  const names = row.take("grantTypes", textsOf);
  if (isSaid) {
    const grants = grantsOf(names?.map((one) => one.toLowerCase()) ?? [], name, row.notes);
    // Values that its mapping takes for no grant are in its notes.
    const isLost = names?.length === 0 && row.notes.length > noted;
    if (isLost) row.notes.push(NO_GRANTS);
    if (!names) row.notes.push(`${name} is empty. ${NO_GRANTS}`);
    return grants;
  }
  const { AUTHORIZATION_CODE, REFRESH_TOKEN, CLIENT_CREDENTIALS } = GrantType;
  const usual = [AUTHORIZATION_CODE, REFRESH_TOKEN];
  // What was said of all clients is left out of a public one's by a note; what nobody said needs none.
  return options.grants ?? (isPublic ? usual : [...usual, CLIENT_CREDENTIALS]);
}

function secretsOf(
  row: TableRow,
  isPresented: boolean,
  options: FormatOptions,
  standIns: StandIn[],
): Pick<Draft, "secrets" | "left"> {
  const left: LeftSecrets = { secrets: [], notes: [] };
  const ends = row.take("clientSecretExpiresAt", momentOf);
  const previousEnds = row.take("previousClientSecretExpiresAt", momentOf);
  const read = (expiresAt: Date | undefined) => (value: unknown, name: string) => {
    if (isPresented) return broughtSecrets(value, name, options, standIns, expiresAt);
    return leaveSecrets(value, name, options, left);
  };
  const current = row.take("clientSecret", read(ends));
  const previous = row.take("previousClientSecret", read(previousEnds));
  return { secrets: [...current, ...asPrevious(previous)], left };
}

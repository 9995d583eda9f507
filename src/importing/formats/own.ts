import { TokenEndpointAuthMethod } from "../../model/client-metadata.js";
import type { Settings } from "../../services/applications/settings.js";
import type { ExportedApplication } from "../../services/exports/application-exports.js";
import { keptDialects } from "../kept-settings.js";
import { type Fates, SourceFields } from "../source-fields.js";
import { flagOf, invalid, isEmpty, objectOf, textOf, textsOf, wholeNumberOf } from "../values.js";
import { broughtClient, type Draft } from "./draft.js";
import { jsonFormat } from "./format.js";
import { carriedSecretsOf, secretInLine, toldBy } from "./own-secrets.js";

type Reading = (value: unknown, field: string) => unknown;

/** Keeps what says that there is nothing: null, or empty text. */
const orNone =
  (read: Reading): Reading =>
  (value, field) =>
    value !== undefined && isEmpty(value) ? value : read(value, field);

/** Nothing in it is that nothing is kept for any dialect. */
const dialectsOf: Reading = (value, field) => (value === undefined ? undefined : (objectOf(value, field) ?? {}));

/** Nothing in it does not say which of both. */
const enabledOf = (value: unknown, field: string): boolean | undefined => {
  if (value === undefined) return undefined;
  const isEnabled = flagOf(value, field);
  if (isEnabled !== undefined) return isEnabled;
  throw invalid(field, "required", "must be true or false");
};

/** How settings are read, under the names that the GraphQL API has for them: all of an application. */
const SETTINGS: Record<Exclude<keyof Settings, "nameKey" | "enabled" | "takesAnyMethod">, Reading> = {
  name: textOf,
  description: orNone(textOf),
  public: flagOf,
  redirectUris: textsOf,
  postLogoutRedirectUris: textsOf,
  allowedOrigins: textsOf,
  scopes: textsOf,
  optionalScopes: textsOf,
  grantTypes: textsOf,
  responseTypes: textsOf,
  tokenEndpointAuthMethod: textOf,
  pkceRequired: flagOf,
  consentScreenEnabled: flagOf,
  homepageUrl: orNone(textOf),
  logoUrl: orNone(textOf),
  privacyPolicyUrl: orNone(textOf),
  termsOfServiceUrl: orNone(textOf),
  secretOverlapSeconds: wholeNumberOf,
  secretQuietSeconds: wholeNumberOf,
  accessTokenTtlSeconds: wholeNumberOf,
  ownerOnlySecretRotation: flagOf,
  secretRecipientKey: orNone(objectOf),
  selfRotationEnabled: flagOf,
  dialectSettings: dialectsOf,
};
const NAMES = Object.keys(SETTINGS) as (keyof typeof SETTINGS)[];

const FATES = {
  id: "the application's id, which it keeps",
  clientId: "`clientId`",
  enabled: "`enabled`",
  takesAnyMethod: "whether Basic and POST both work, whatever `tokenEndpointAuthMethod` shows",
  secrets: "the secrets that work, without their uses; only under the same server keys",
  ...(Object.fromEntries(NAMES.map((name) => [name, `\`${name}\``])) as Record<keyof typeof SETTINGS, string>),
} satisfies Fates;

const NAMES_OF_SECRETS = { clientSecret: "secrets.0", previousClientSecret: "secrets.1" };

/** Applications of a gateway, one a line, by the names of its GraphQL API. */
export const own = jsonFormat({
  fates: FATES,
  takes: ["grants"],
  secretsAdvice: "export --with-digests writes them, for a gateway with the same server keys.",
  clientId: ["clientId"],
  clientOf(value, options) {
    const notes: string[] = [];
    const fields = new SourceFields(value, FATES);
    const given = NAMES.map((name) => [name, fields.take<unknown>(name, SETTINGS[name])]);
    const settings: Draft["settings"] = Object.fromEntries(given);
    const { dialectSettings } = settings;
    if (dialectSettings) settings.dialectSettings = keptDialects(dialectSettings, "dialectSettings", notes);
    settings.grantTypes ??= options.grants;
    const takesAnyMethod = fields.take("takesAnyMethod", flagOf) ?? false;
    // What is set anew by a method that is given.
    if (takesAnyMethod) settings.tokenEndpointAuthMethod = undefined;
    const secrets = fields.take("secrets", carriedSecretsOf);
    const isPublic = settings.public ?? settings.tokenEndpointAuthMethod === TokenEndpointAuthMethod.NONE;
    if (isPublic && secrets.length > 0) {
      throw invalid("secrets", "public", "must not be given to a public application");
    }
    const draft: Draft = {
      id: fields.take("id", textOf),
      clientId: fields.take("clientId", textOf),
      clientIdField: "clientId",
      names: NAMES_OF_SECRETS,
      settings,
      enabled: fields.take("enabled", enabledOf),
      secrets,
      takesAnyMethod,
      notes,
    };
    const others = fields.rest(notes);
    if (others.length > 0) throw invalid("item", "fields", `must have no others than ${Object.keys(FATES).join(", ")}`);
    return broughtClient(draft);
  },
  toldBy: (value) => toldBy(value as { secrets?: unknown }),
});

/** An application as a line, which `own` reads again. */
export function lineOf({ application, secrets }: ExportedApplication): object {
  const { id, clientId, enabled, takesAnyMethod } = application;
  return {
    id,
    clientId,
    enabled,
    ...Object.fromEntries(NAMES.map((name) => [name, application[name]])),
    takesAnyMethod,
    secrets: secrets.map(secretInLine),
  };
}

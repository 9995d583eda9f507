import type { CreateOAuthApplicationInput } from "../../model/inputs/oauth-application.inputs.js";
import { type Fates, SourceFields } from "../source-fields.js";
import { flagOf, invalid, isEmpty, objectOf, textOf, textsOf, wholeNumberOf } from "../values.js";
import { broughtClient } from "./draft.js";
import { jsonFormat } from "./format.js";

/** How settings are read, under the names that `CreateOAuthApplicationInput` has for them. */
const SETTINGS = {
  name: textOf,
  description: textOf,
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
  homepageUrl: textOf,
  logoUrl: textOf,
  privacyPolicyUrl: textOf,
  termsOfServiceUrl: textOf,
  secretOverlapSeconds: wholeNumberOf,
  secretQuietSeconds: wholeNumberOf,
  accessTokenTtlSeconds: wholeNumberOf,
  ownerOnlySecretRotation: flagOf,
  secretRecipientKey: objectOf,
  selfRotationEnabled: flagOf,
  dialectSettings: objectOf,
} satisfies Partial<Record<keyof CreateOAuthApplicationInput, unknown>>;
const NAMES = Object.keys(SETTINGS) as (keyof typeof SETTINGS)[];

const FATES = {
  id: "named in the report: the application has a new one",
  clientId: "`clientId`",
  enabled: "`enabled`",
  secrets: "refused where it holds digests: without them an application comes without a secret",
  ...(Object.fromEntries(NAMES.map((name) => [name, `\`${name}\``])) as Record<keyof typeof SETTINGS, string>),
} satisfies Fates;

/** Applications of a gateway, one a line, by the names of its GraphQL API. */
export const own = jsonFormat({
  fates: FATES,
  clientId: ["clientId"],
  clientOf(value, options) {
    const notes: string[] = [];
    const fields = new SourceFields(value, FATES);
    rejectDigests(fields.take("secrets", (secrets) => secrets));
    if (fields.take("id", textOf) !== undefined) notes.push("id was not taken: the application has a new one.");
    const given = NAMES.map((name) => [name, fields.take<unknown>(name, SETTINGS[name])]);
    const settings: Partial<CreateOAuthApplicationInput> = Object.fromEntries(given);
    settings.grantTypes ??= options.grants;
    const clientId = fields.take("clientId", textOf);
    const enabled = fields.take("enabled", flagOf);
    const others = fields.rest(notes);
    if (others.length > 0) throw invalid("item", "fields", `must have no others than ${Object.keys(FATES).join(", ")}`);
    return broughtClient({
      clientId,
      clientIdField: "clientId",
      settings,
      enabled,
      secrets: [],
      takesAnyMethod: false,
      notes,
    });
  },
});

function rejectDigests(secrets: unknown): void {
  if (!isEmpty(secrets)) throw invalid("secrets", "digests", "must be left out: digests are not taken");
}

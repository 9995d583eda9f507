import type { SharedNote } from "../../services/imports/brought-client.js";
import { asPrevious, leaveSecrets } from "../brought-secret.js";
import { originsOf } from "../client-metadata.js";
import { type Fates, KEPT, NAMED_ONCE, SourceFields, WITHOUT_EFFECT } from "../source-fields.js";
import { flagOf, textOf, textsOf } from "../values.js";
import { broughtClient } from "./draft.js";
import { jsonFormat } from "./format.js";
import { rotatedSecrets } from "./hydra-rotated.js";
import { REGISTRATION_FATES, REGISTRATION_NAMES, registrationDraft } from "./registration.js";

const FATES = {
  ...REGISTRATION_FATES,
  id: "`clientId` in rows of `hydra_client`",
  rotated_secrets: "the previous secret of an open rotation, where there is one; with several the client is refused",
  allowed_cors_origins: "`allowedOrigins`",
  skip_consent: "`consentScreenEnabled`, the other way round",
  registration_access_token_signature: NAMED_ONCE,
  audience: KEPT,
  created_at: KEPT,
  metadata: KEPT,
  owner: KEPT,
  skip_logout_consent: KEPT,
  updated_at: KEPT,
  access_token_strategy: WITHOUT_EFFECT,
  authorization_code_grant_access_token_lifespan: WITHOUT_EFFECT,
  authorization_code_grant_refresh_token_lifespan: WITHOUT_EFFECT,
  client_credentials_grant_access_token_lifespan: WITHOUT_EFFECT,
  refresh_token_grant_access_token_lifespan: WITHOUT_EFFECT,
  refresh_token_grant_refresh_token_lifespan: WITHOUT_EFFECT,
} satisfies Fates;

const NAMES = {
  ...REGISTRATION_NAMES,
  previousClientSecret: "rotated_secrets",
  allowedOrigins: "allowed_cors_origins",
};

/** Between the items of a list in tables of Hydra 1; later ones have JSON. */
const SEPARATOR = /\|/;
const SCOPE_SEPARATOR = /[\s|]+/;

/** Clients of Ory Hydra: of its API (which shows no secrets) or its command line, or rows of its table as JSON. */
export const hydra = jsonFormat({
  fates: FATES,
  takes: ["secrets", "grants"],
  secretsAdvice:
    "Hydra's API shows no secrets; its table hydra_client has their hashes, by the SQL in docs/moving-in.md.",
  clientId: ["client_id", "id"],
  list: "items",
  clientOf(value, options) {
    const fields = new SourceFields(value, FATES);
    const draft = registrationDraft(fields, options, {
      ...{ separator: SEPARATOR, scopeSeparator: SCOPE_SEPARATOR },
      isEmptyUnsaid: true,
    });
    const { notes, left, settings, standIns = [], usesSecret } = draft;
    const id = fields.take("id", textOf);
    const ofClient = draft.clientId === undefined && id !== undefined ? { clientId: id, clientIdField: "id" } : {};
    const origins = fields.take("allowed_cors_origins", (list, field) => textsOf(list, field, SEPARATOR));
    settings.allowedOrigins = originsOf(origins, "allowed_cors_origins", notes) ?? [];
    settings.consentScreenEnabled = !(fields.take("skip_consent", flagOf) ?? false);
    const rotated = fields.take("rotated_secrets", (value, field) => {
      const texts = textsOf(value, field) ?? [];
      return usesSecret ? rotatedSecrets(texts, field, options, standIns) : leaveSecrets(texts, field, options, left);
    });
    draft.secrets.push(...asPrevious(rotated));
    const sharedNotes: SharedNote[] = [];
    draft.kept = ["hydra", fields.rest(notes, sharedNotes)];
    return broughtClient({ ...draft, ...ofClient, names: NAMES, sharedNotes });
  },
});

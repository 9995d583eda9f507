import type { SharedNote, StandIn } from "../../services/imports/brought-client.js";
import { withoutClientId } from "../brought-secret.js";
import { shownTextOf, webUrlOf } from "../client-metadata.js";
import { SourceFields } from "../source-fields.js";
import { flagOf, invalid, isEmpty, textOf } from "../values.js";
import { broughtClient } from "./draft.js";
import { jsonFormat } from "./format.js";
import { KEYCLOAK_ATTRIBUTE_FATES, KEYCLOAK_FATES, KEYCLOAK_NAMES } from "./keycloak-fates.js";
import { takeKeycloakFlows } from "./keycloak-flows.js";
import { takeKeycloakSecrets } from "./keycloak-secrets.js";
import { takeKeycloakUris } from "./keycloak-uris.js";

const ATTRIBUTES = "attributes.";

/** Clients that Keycloak makes in every realm for itself. */
const OWN_CLIENTS = new Set([
  "account",
  "account-console",
  "admin-cli",
  "broker",
  "realm-management",
  "security-admin-console",
]);
const REALM_OF_MASTER = "-realm";

/** Clients of a realm's export (`kc.sh export`, or the console's, whose secrets are masked), or single ones. */
export const keycloak = jsonFormat({
  fates: { ...KEYCLOAK_FATES, ...KEYCLOAK_ATTRIBUTE_FATES },
  takes: ["secrets"],
  secretsAdvice:
    "The console's export hides secrets; bin/kc.sh export --realm acme --dir export --users skip writes them to export/acme-realm.json.",
  clientId: ["clientId"],
  list: "clients",
  reasonToLeaveOut({ clientId, bearerOnly, protocol }) {
    if (isOwn(clientId, bearerOnly === true)) return "It is Keycloak's own, and stays there.";
    return protocol === "saml" ? "It is a client of SAML, and not of OAuth." : null;
  },
  clientOf(value, options) {
    const fields = new SourceFields(value, KEYCLOAK_FATES);
    const attributes = new SourceFields(
      fields.take("attributes", (own) => own ?? {}),
      KEYCLOAK_ATTRIBUTE_FATES,
      ATTRIBUTES,
    );
    const clientId = fields.take("clientId", textOf);
    const isBearerOnly = fields.take("bearerOnly", flagOf) ?? false;
    rejectOtherProtocols(fields.take("protocol", textOf));
    const notes: string[] = [];
    const sharedNotes: SharedNote[] = [];
    const standIns: StandIn[] = [];
    const url = (value: unknown, field: string) => webUrlOf(value, field, notes);
    const text = (value: unknown, field: string) => shownTextOf(value, field, notes);
    const isPublic = fields.take("publicClient", flagOf) ?? false;
    const situation = { isPublic, options, notes, standIns };
    const { logoutPlaces, ...uris } = takeKeycloakUris(fields, attributes, notes);
    const settings = {
      name: fields.take("name", text),
      description: fields.take("description", text),
      public: isPublic,
      logoUrl: attributes.take("attributes.logoUri", url),
      privacyPolicyUrl: attributes.take("attributes.policyUri", url),
      termsOfServiceUrl: attributes.take("attributes.tosUri", url),
      ...uris,
    };
    const { method, ...ofSecrets } = takeKeycloakSecrets(fields, attributes, situation);
    const secrets = withoutClientId([...ofSecrets.secrets, ...ofSecrets.left.secrets], clientId);
    const { scopePlaces, ...flows } = takeKeycloakFlows(fields, attributes, {
      ...{ isBearerOnly, secrets, notes, sharedNotes },
    });
    const enabled = fields.take("enabled", flagOf);
    const kept = fields.rest(notes);
    const keptAttributes = attributes.rest(notes);
    if (!isEmpty(keptAttributes)) kept.push(["attributes", Object.fromEntries(keptAttributes)]);
    return broughtClient({
      clientId,
      clientIdField: "clientId",
      names: {
        ...KEYCLOAK_NAMES,
        postLogoutRedirectUris: { name: KEYCLOAK_NAMES.postLogoutRedirectUris, places: logoutPlaces },
        scopes: { places: scopePlaces },
      },
      settings: { ...settings, ...flows, tokenEndpointAuthMethod: method },
      kept: ["keycloak", kept],
      enabled,
      ...ofSecrets,
      notes,
      sharedNotes,
      standIns,
    });
  },
});

function isOwn(clientId: unknown, isBearerOnly: boolean): boolean {
  if (typeof clientId !== "string") return false;
  return OWN_CLIENTS.has(clientId) || (isBearerOnly && clientId.endsWith(REALM_OF_MASTER));
}

function rejectOtherProtocols(protocol = "openid-connect"): void {
  if (protocol !== "openid-connect") throw invalid("protocol", "protocol", "must be openid-connect");
}

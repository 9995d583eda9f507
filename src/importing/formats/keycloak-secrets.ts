import { TokenEndpointAuthMethod } from "../../model/client-metadata.js";
import type { StandIn } from "../../services/imports/brought-client.js";
import { asPrevious, broughtSecrets, type LeftSecrets, leaveSecrets } from "../brought-secret.js";
import type { SourceFields } from "../source-fields.js";
import { momentOf, textOf } from "../values.js";
import type { Draft } from "./draft.js";
import type { FormatOptions } from "./format.js";
import type { KEYCLOAK_ATTRIBUTE_FATES, KEYCLOAK_FATES } from "./keycloak-fates.js";

/** By the secret itself, in Basic or in the body. */
const BY_SECRET = "client-secret";
/** By a signature with the secret. */
const BY_SECRET_JWT = "client-secret-jwt";

const METHODS = new Map([
  ["client_secret_basic", TokenEndpointAuthMethod.CLIENT_SECRET_BASIC],
  ["client_secret_post", TokenEndpointAuthMethod.CLIENT_SECRET_POST],
]);

interface Situation {
  isPublic: boolean;
  options: FormatOptions;
  notes: string[];
  standIns: StandIn[];
}

/** A client's secret and, while a rotation is open, the previous one, which Keycloak calls the rotated one. */
export function takeKeycloakSecrets(
  fields: SourceFields<typeof KEYCLOAK_FATES>,
  attributes: SourceFields<typeof KEYCLOAK_ATTRIBUTE_FATES>,
  { isPublic, options, notes, standIns }: Situation,
): Pick<Draft, "secrets" | "takesAnyMethod" | "presentsKey"> & {
  left: LeftSecrets;
  method: TokenEndpointAuthMethod | undefined;
} {
  const left: LeftSecrets = { secrets: [], notes: [] };
  const authenticator = fields.take("clientAuthenticatorType", textOf) ?? BY_SECRET;
  const presentsSecret = authenticator === BY_SECRET || authenticator === BY_SECRET_JWT;
  const takesSecret = presentsSecret && !isPublic;
  if (!isPublic && authenticator !== BY_SECRET) {
    notes.push(
      `clientAuthenticatorType is not offered: the client ${presentsSecret ? "sends its" : "needs a"} secret here.`,
    );
  }
  const secretsOf = (value: unknown, field: string, expiresAt: Date | undefined) =>
    takesSecret
      ? broughtSecrets(value, field, options, standIns, expiresAt)
      : leaveSecrets(value, field, options, left);
  const ends = attributes.take("attributes.client.secret.expiration.time", momentOf);
  const ownEnd = attributes.take("attributes.client.secret.rotated.expiration.time", momentOf);
  const current = fields.take("secret", (value, field) => secretsOf(value, field, ends));
  const previous = attributes.take("attributes.client.secret.rotated", (value, field) =>
    secretsOf(value, field, earlierOf(ownEnd, ends)),
  );
  const isOfEither = !isPublic && authenticator === BY_SECRET;
  const otherMethod = isPublic ? undefined : TokenEndpointAuthMethod.CLIENT_SECRET_BASIC;
  const method = isOfEither
    ? attributes.take("attributes.client.secret.authentication.allowed.method", (value, field) =>
        allowedMethodOf(value, field, notes),
      )
    : otherMethod;
  return {
    secrets: [...current, ...asPrevious(previous)],
    method,
    takesAnyMethod: isOfEither && !method,
    presentsKey: !isPublic && !presentsSecret,
    left,
  };
}

/** The one method by which Keycloak takes a secret, where it is limited to one. */
function allowedMethodOf(value: unknown, field: string, notes: string[]): TokenEndpointAuthMethod | undefined {
  const name = textOf(value, field);
  const method = name === undefined ? undefined : METHODS.get(name);
  if (name !== undefined && !method)
    notes.push(`${field} was not taken: it must be ${[...METHODS.keys()].join(" or ")}.`);
  return method;
}

/** Once the current secret has ended, Keycloak refuses the previous one, too, whatever its own end. */
function earlierOf(one: Date | undefined, other: Date | undefined): Date | undefined {
  return one && other ? (one < other ? one : other) : (one ?? other);
}

import { broughtSecrets, isSecret, leftSecrets } from "../brought-secret.js";
import type { SourceFields } from "../source-fields.js";
import { momentOf, textOf } from "../values.js";
import type { Draft } from "./draft.js";
import type { FormatOptions } from "./format.js";
import type { KEYCLOAK_ATTRIBUTE_FATES, KEYCLOAK_FATES } from "./keycloak-fates.js";

/** By the secret itself, in Basic or in the body. */
const BY_SECRET = "client-secret";
/** By a signature with the secret. */
const BY_SECRET_JWT = "client-secret-jwt";

interface Situation {
  isPublic: boolean;
  options: FormatOptions;
  notes: string[];
  secretNotes: string[];
}

/** A client's secret and, while a rotation is open, the previous one, which Keycloak calls the rotated one. */
export function takeKeycloakSecrets(
  fields: SourceFields<typeof KEYCLOAK_FATES>,
  attributes: SourceFields<typeof KEYCLOAK_ATTRIBUTE_FATES>,
  { isPublic, options, notes, secretNotes }: Situation,
): Pick<Draft, "secrets" | "takesAnyMethod" | "leavesSecret"> {
  const authenticator = fields.take("clientAuthenticatorType", textOf) ?? BY_SECRET;
  const presentsSecret = authenticator === BY_SECRET || authenticator === BY_SECRET_JWT;
  const takesSecret = presentsSecret && !isPublic;
  if (!isPublic && authenticator !== BY_SECRET) {
    notes.push(
      `clientAuthenticatorType is not offered: the client ${presentsSecret ? "sends its" : "needs a"} secret here.`,
    );
  }
  const secretsOf = (value: unknown, field: string, expiresAt: Date | undefined) =>
    takesSecret ? broughtSecrets(value, field, options, secretNotes, expiresAt) : leftSecrets(value, field, notes);
  const leavesSecret = !takesSecret && isSecret(fields.see("secret"));
  const ends = attributes.take("attributes.client.secret.expiration.time", momentOf);
  const previousEnds = attributes.take("attributes.client.secret.rotated.expiration.time", momentOf);
  const current = fields.take("secret", (value, field) => secretsOf(value, field, ends));
  const previous = attributes.take("attributes.client.secret.rotated", (value, field) =>
    secretsOf(value, field, previousEnds),
  );
  const takesAnyMethod = !isPublic && authenticator === BY_SECRET;
  return { secrets: [...current, ...previous], takesAnyMethod, leavesSecret };
}

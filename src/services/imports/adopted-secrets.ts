import type { Transaction } from "../../database/transaction.js";
import { ClientSecret } from "../../model/client-secret.js";
import type { LineReading } from "../../model/imported-client.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import type { SecretKeys } from "../keys/secret-keys.js";
import type { ClientSecrets } from "../secrets/client-secrets.js";
import type { RotationState } from "../secrets/rotation-state.js";
import type { BroughtClient, UsableSecret } from "./brought-client.js";
import { BroughtValues } from "./brought-values.js";
import { carriedRow } from "./carried-secrets.js";
import type { KnownClient } from "./standing.js";

/** The rows of the secrets that an application brings along, not saved yet: two are an open rotation. */
export function adopt(
  clientSecrets: ClientSecrets,
  application: OAuthApplication,
  [newer, older]: readonly UsableSecret[],
  now: number,
): RotationState {
  const rowOf = (secret: UsableSecret, after?: ClientSecret) =>
    secret.form === "digest" ? carriedRow(application, secret) : clientSecrets.adopt(application, now, secret, after);
  const previous = older && rowOf(older);
  const current = newer && rowOf(newer, previous);
  return { current, previous };
}

/** From which values they were taken, to be kept with the line. */
export function valuesOf(
  keys: SecretKeys,
  { current, previous }: RotationState,
  [newer, older]: readonly UsableSecret[],
): LineReading["values"] {
  return new BroughtValues(keys).with(current, newer).with(previous, older).toKeep;
}

/** The same of those that came before; those of this line under the first key. */
export function knownValues(
  keys: SecretKeys,
  { imported, secrets }: KnownClient,
  client: BroughtClient,
): LineReading["values"] {
  const values = new BroughtValues(keys, imported.reading?.values);
  return values.renewed([secrets.current, secrets.previous], client.secrets).toKeep;
}

/** Saves them; none of them may be there. Answers what an audit event says of them. */
export async function saveAdopted(transaction: Transaction, { current, previous }: RotationState): Promise<object> {
  // The older one first, which is the order of locks everywhere.
  const saved = [previous, current].filter((secret) => secret !== undefined);
  if (saved.length > 0) await transaction.insert(ClientSecret, ...saved);
  return { ...(current && { secretId: current.id }), ...(previous && { previousSecretId: previous.id }) };
}

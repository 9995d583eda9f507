import type { Transaction } from "../../../database/transaction.js";
import { ClientSecret } from "../../../model/client-secret.js";
import type { SecretsReading } from "../../../model/imported-client.js";
import type { OAuthApplication } from "../../../model/oauth-application.js";
import type { SecretKeys } from "../../keys/secret-keys.js";
import type { ClientSecrets } from "../../secrets/client-secrets.js";
import type { RotationState } from "../../secrets/rotation-state.js";
import type { BroughtClient, UsableSecret } from "../brought-client.js";
import type { KnownClient } from "../standing.js";
import { isPreviousAt } from "./brought-secrets.js";
import { BroughtValues } from "./brought-values.js";
import { carriedRow } from "./carried-secrets.js";
import { missingIn } from "./missing-secrets.js";

/**
 * The rows of the secrets that an application brings along, not saved yet: two, or one beside that which is `here`, are an open
 * rotation.
 */
export function adopt(
  clientSecrets: ClientSecrets,
  application: OAuthApplication,
  [newer, older]: readonly UsableSecret[],
  now: number,
  here?: ClientSecret,
): RotationState {
  const rowOf = (secret: UsableSecret, after?: ClientSecret) =>
    secret.form === "digest" ? carriedRow(application, secret) : clientSecrets.adopt(application, now, secret, after);
  if (!newer) return { current: here, previous: undefined };
  const previous = older ? rowOf(older) : here;
  return { current: rowOf(newer, previous), previous };
}

/** What is to be kept of those that came now, beside what is kept already. */
export function keptOf(
  keys: SecretKeys,
  client: BroughtClient,
  { current, previous }: RotationState,
  came: readonly UsableSecret[],
  kept: SecretsReading = {},
): SecretsReading {
  const [newer, older] = came;
  if (!newer) return { values: kept.values, ...missingIn(client, kept.lacksCurrent ?? false) };
  const values = new BroughtValues(keys, kept.values).with(current, newer).with(previous, older).toKeep;
  return { values, ...missingIn(client, client.secrets.every(isPreviousAt)) };
}

/** The same of those that came before; of their values those of this line under the first key. */
export function knownKept(keys: SecretKeys, { imported, secrets }: KnownClient, client: BroughtClient): SecretsReading {
  const values = new BroughtValues(keys, imported.reading?.values);
  const renewed = values.renewed([secrets.current, secrets.previous], client.secrets).toKeep;
  return { values: renewed, ...missingIn(client, imported.reading?.lacksCurrent ?? false) };
}

/** Saves those that are not here yet. Answers what an audit event says of them, nothing where there are none. */
export async function saveAdopted(
  transaction: Transaction,
  { current, previous }: RotationState,
  here?: ClientSecret,
): Promise<object> {
  // The older one first, which is the order of locks everywhere.
  const saved = [previous, current].filter((secret) => secret !== undefined).filter((secret) => secret !== here);
  if (saved.length === 0) return {};
  await transaction.insert(ClientSecret, ...saved);
  return { ...(current && { secretId: current.id }), ...(previous && { previousSecretId: previous.id }) };
}

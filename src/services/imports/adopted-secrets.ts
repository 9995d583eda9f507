import type { Transaction } from "../../database/transaction.js";
import { ClientSecret } from "../../model/client-secret.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import type { ClientSecrets } from "../secrets/client-secrets.js";
import type { RotationState } from "../secrets/rotation-state.js";
import type { UsableSecret } from "./brought-client.js";
import { carriedRow } from "./carried-secrets.js";

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

/** Saves them; none of them may be there. Answers what an audit event says of them. */
export async function saveAdopted(transaction: Transaction, { current, previous }: RotationState): Promise<object> {
  // The older one first, which is the order of locks everywhere.
  const saved = [previous, current].filter((secret) => secret !== undefined);
  if (saved.length > 0) await transaction.insert(ClientSecret, ...saved);
  return { ...(current && { secretId: current.id }), ...(previous && { previousSecretId: previous.id }) };
}

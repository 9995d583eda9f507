import type { Transaction } from "../../database/transaction.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import type { ClientSecrets } from "../secrets/client-secrets.js";
import type { RotationState } from "../secrets/rotation-state.js";
import type { BroughtSecret } from "./brought-client.js";

/** The rows of the secrets that an application brings along, not saved yet: two are an open rotation. */
export function adopt(
  clientSecrets: ClientSecrets,
  application: OAuthApplication,
  [newer, older]: readonly BroughtSecret[],
  now: number,
): RotationState {
  const previous = older && clientSecrets.adopt(application, now, older);
  const current = newer && clientSecrets.adopt(application, now, newer, previous);
  return { current, previous };
}

/** Saves them. Answers what an audit event says of them. */
export async function saveAdopted(
  clientSecrets: ClientSecrets,
  transaction: Transaction,
  { current, previous }: RotationState,
): Promise<object> {
  // The older one first, which is the order of locks everywhere.
  const saved = [previous, current].filter((secret) => secret !== undefined);
  if (saved.length > 0) await clientSecrets.save(transaction, saved);
  return { ...(current && { secretId: current.id }), ...(previous && { previousSecretId: previous.id }) };
}

import type { Transaction } from "../../../database/transaction.js";
import type { Actor } from "../../../model/actor.js";
import { ClientSecret } from "../../../model/client-secret.js";
import { DomainError } from "../../../model/domain-error.js";
import { OAuthApplication } from "../../../model/oauth-application.js";
import { secretColumns } from "../../applications/list-columns.js";
import type { AuditTrail } from "../../audit/audit-trail.js";
import type { SecretKeys } from "../../keys/secret-keys.js";
import type { RotationState } from "../../secrets/rotation-state.js";
import { isEarlier } from "../../secrets/secret-ends.js";
import { isUnconfirmed } from "../../secrets/unconfirmed.js";
import type { BroughtClient } from "../brought-client.js";
import { type KnownClient, OVERTAKEN } from "../standing.js";
import { demandCarried } from "./carried-secrets.js";

/** One whose time was over meanwhile has stopped, and stays so. */
const CONFIRM = `UPDATE client_secrets SET confirmed_at = :confirmedAt, expires_at = :expiresAt
  WHERE id = :id AND confirmed_at IS NULL AND revoked_at IS NULL RETURNING id`;

/** Of secrets of which the first use at the gateway they came from was later than the export by which they came. */
export const CONFIRMED_THERE =
  "The current secret was used meanwhile at the gateway that it came from, and waits for its first use no more.";

/**
 * The secrets after a rotation that waits here for the first use of its new secret, where that was used at its source: its
 * client may have thrown the previous one away. That one keeps the end that it has here. Undefined where none is confirmed so.
 */
export function confirmedThere(
  keys: SecretKeys,
  client: BroughtClient,
  known: KnownClient,
  now: number,
): RotationState | undefined {
  const confirmedAt = firstUseThere(client, known);
  if (!confirmedAt || refusalOf(keys, client, known, now)) return undefined;
  const { current, previous } = known.secrets;
  if (!current) return undefined;
  const expiresAt = isEarlier(current.expiresAt, current.confirmBy) ? current.expiresAt : null;
  return { current: Object.assign(new ClientSecret(), current, { confirmedAt, expiresAt }), previous };
}

/** Why a use there does not count, as a list of one note or none; the rest of its line comes. */
export function uncountedNotes(keys: SecretKeys, client: BroughtClient, known: KnownClient, now: number): string[] {
  const refusal = firstUseThere(client, known) && refusalOf(keys, client, known, now);
  return refusal ? [`The first use of the current secret at its source does not count here: ${refusal.message}.`] : [];
}

/** When the current secret was used first at its source, by a line; undefined where it waits for no use here. */
function firstUseThere({ secrets }: BroughtClient, { application, secrets: { current } }: KnownClient) {
  if (application.public || !current || !isUnconfirmed(current)) return undefined;
  const [confirmedAt] = secrets.flatMap((secret) =>
    secret.form === "digest" && secret.state.id === current.id ? (secret.state.confirmedAt ?? []) : [],
  );
  return confirmedAt;
}

/** Why the secrets of a line would not be taken here: whoever has not got them under these keys knows nothing of their uses. */
function refusalOf(keys: SecretKeys, client: BroughtClient, { application }: KnownClient, now: number) {
  try {
    demandCarried(keys, client, now, application.id);
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

/** Writes it, with the audit event of each confirmation. Throws `conflict` where the secret has stopped meanwhile. */
export async function saveConfirmed(
  transaction: Transaction,
  trail: AuditTrail,
  actor: Actor,
  { current, previous }: RotationState,
  now: number,
  source: string,
): Promise<void> {
  if (!current) return;
  const { id, confirmedAt, expiresAt, oauthApplicationId } = current;
  const moments = { confirmedAt: confirmedAt?.getTime() ?? null, expiresAt: expiresAt?.getTime() ?? null };
  if ((await transaction.rows(CONFIRM, { id, ...moments })).length === 0) throw DomainError.stale(OVERTAKEN);
  await transaction.update(OAuthApplication, oauthApplicationId, secretColumns({ current, previous }));
  await trail.record(transaction, actor, now, "client_secret.rotation_confirmed", oauthApplicationId, {
    secretId: id,
    previousSecretId: previous?.id ?? null,
    previousSecretExpiresAt: previous?.expiresAt ?? null,
    source,
  });
}

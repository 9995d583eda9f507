import type { Transaction } from "../../../database/transaction.js";
import type { Actor } from "../../../model/actor.js";
import { ClientSecret } from "../../../model/client-secret.js";
import { DomainError } from "../../../model/domain-error.js";
import { OAuthApplication } from "../../../model/oauth-application.js";
import { secretColumns } from "../../applications/list-columns.js";
import type { AuditTrail } from "../../audit/audit-trail.js";
import { isAmong, kidOf, type SecretKeys } from "../../keys/secret-keys.js";
import { isForeign } from "../../secrets/foreign-digest.js";
import type { RotationState } from "../../secrets/rotation-state.js";
import { isEarlier } from "../../secrets/secret-ends.js";
import { isUnconfirmed } from "../../secrets/unconfirmed.js";
import { USABLE } from "../../secrets/usable.js";
import type { BroughtClient } from "../brought-client.js";
import { type KnownClient, OVERTAKEN } from "../standing.js";
import { demandCarried } from "./carried-secrets.js";

/** One whose time was over meanwhile has stopped, and stays so. */
const CONFIRM = `UPDATE client_secrets SET confirmed_at = :confirmedAt, expires_at = :expiresAt
  WHERE id = :id AND confirmed_at IS NULL AND ${USABLE} RETURNING id`;

/** Of secrets of which the first use at the gateway they came from was later than the export by which they came. */
export const CONFIRMED_THERE =
  "The current secret was used meanwhile at the gateway that it came from, and waits for its first use no more.";

/** What comes of a use at its source for the current secret that waits here for its first one. */
export interface UseThere {
  /** The secrets after it; undefined where there was none, or it does not count. */
  confirmed?: RotationState;
  /** Why it does not count, as a list of one note or none; the rest of its line comes. */
  notes: string[];
}

/** Its client may have thrown the previous secret away, which keeps the end that it has here. */
export function useThere(keys: SecretKeys, client: BroughtClient, known: KnownClient, now: number): UseThere {
  const { current, previous } = known.secrets;
  const confirmedAt = firstUseThere(client, known);
  if (!current || !confirmedAt) return { notes: [] };
  const refusal = refusalOf(keys, client, known, now);
  if (refusal) {
    return { notes: [`The first use of the current secret at its source does not count here: ${refusal.message}.`] };
  }
  const expiresAt = isEarlier(current.expiresAt, current.confirmBy) ? current.expiresAt : null;
  return {
    confirmed: { current: Object.assign(new ClientSecret(), current, { confirmedAt, expiresAt }), previous },
    notes: [],
  };
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
function refusalOf(keys: SecretKeys, client: BroughtClient, { application, secrets }: KnownClient, now: number) {
  try {
    demandCarried(keys, client, now, application.id);
    demandSameDigest(client, secrets);
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

/** Throws `invalid` where two digests of the current secret under one server key are not the same. */
function demandSameDigest(client: BroughtClient, { current }: RotationState): void {
  client.secrets.forEach((secret, place) => {
    if (!current || secret.form !== "digest" || secret.state.id !== current.id) return;
    const [there, here] = [secret.text, current.digest];
    const areComparable = !isForeign(there) && !isForeign(here) && kidOf(there) === kidOf(here);
    if (!areComparable || isAmong([there], here)) return;
    const field = `secrets.${place}.digest`;
    throw DomainError.invalidField(field, "digest", `${field} is of another secret than the one that has its id here`);
  });
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
  if ((await transaction.rows(CONFIRM, { id, now, ...moments })).length === 0) throw DomainError.stale(OVERTAKEN);
  await transaction.update(OAuthApplication, oauthApplicationId, secretColumns({ current, previous }));
  await trail.record(transaction, actor, now, "client_secret.rotation_confirmed", oauthApplicationId, {
    secretId: id,
    previousSecretId: previous?.id ?? null,
    previousSecretExpiresAt: previous?.expiresAt ?? null,
    source,
  });
}

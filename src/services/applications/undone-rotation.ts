import type { Transaction } from "../../database/transaction.js";
import type { Origin } from "../../model/actor.js";
import { ClientSecret } from "../../model/client-secret.js";
import { OAuthApplication } from "../../model/oauth-application.js";
import { gatewayActor } from "../actors/built-in-actors.js";
import { destroyAnswerOf, mayBeKept } from "../answers/destroyed-answers.js";
import type { AuditTrail } from "../audit/audit-trail.js";
import type { RotationState } from "../secrets/rotation-state.js";
import { secretColumns } from "./list-columns.js";

/** A rotation that nobody has confirmed in time, within a change of its application. */
export interface UndoneRotation {
  application: OAuthApplication;
  /** The new secret, whose time is over. */
  undone: ClientSecret;
  /** The secrets that work now: the previous one alone. */
  secrets: RotationState;
  now: number;
}

/**
 * Writes that a rotation is undone, so that no gateway whose clock is behind confirms it. As with every end that time
 * brings, the application keeps its version.
 */
export async function undoRotation(
  transaction: Transaction,
  trail: AuditTrail,
  origin: Origin,
  { application, undone, secrets, now }: UndoneRotation,
): Promise<void> {
  const { id, organizationId } = application;
  await transaction.update(ClientSecret, undone.id, { revokedAt: undone.expiresAt });
  if (mayBeKept(undone)) await destroyAnswerOf(transaction, undone.id);
  await transaction.update(OAuthApplication, id, secretColumns(secrets));
  await trail.record(transaction, gatewayActor(organizationId, origin), now, "client_secret.rotation_undone", id, {
    secretId: undone.id,
    previousSecretId: secrets.current?.id ?? null,
    confirmBy: undone.confirmBy,
  });
}

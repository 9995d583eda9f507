import type { Reader } from "../../database/reader.js";
import type { Transaction } from "../../database/transaction.js";
import { type Actor, ActorKind } from "../../model/actor.js";
import { DomainError } from "../../model/domain-error.js";
import type {
  CreateOAuthApplicationInput,
  UpdateOAuthApplicationInput,
} from "../../model/inputs/oauth-application.inputs.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { Permission } from "../../model/permission.js";
import { isSameKey, thumbprintOf } from "../../model/recipient-key.js";
import { demand } from "../actors/permissions.js";
import type { AuditTrail } from "../audit/audit-trail.js";

type Guarded = Pick<OAuthApplication, "secretRecipientKey" | "selfRotationEnabled" | "ownerOnlySecretRotation">;

/** SQL for the issuer of an API token, that one's issuer, and so on: an application is found by its own id. */
const DESCENDS = `WITH RECURSIVE issuers (kind, id) AS (
    SELECT created_by_kind, created_by_id FROM api_tokens WHERE id = :actorId
    UNION SELECT above.created_by_kind, above.created_by_id FROM api_tokens above
      JOIN issuers ON issuers.kind = '${ActorKind.API_TOKEN}' AND above.id = issuers.id
  ) SELECT 1 AS found FROM issuers WHERE kind = '${ActorKind.APPLICATION}' AND id = :applicationId`;

/** Throws `invalid` for an input that hands the rotation to the application and to an OWNER alone. */
export function rejectTwoRotators(input: CreateOAuthApplicationInput | UpdateOAuthApplicationInput): void {
  if (!input.selfRotationEnabled || !input.ownerOnlySecretRotation) return;
  const field = "selfRotationEnabled";
  throw DomainError.invalidField(field, "contradiction", `${field} must not be given with ownerOnlySecretRotation`);
}

/** Throws `forbidden` for who may not decide at registration where secrets go and who rotates them. */
export function demandToSetSecrets(actor: Actor, input: CreateOAuthApplicationInput): void {
  if (input.secretRecipientKey || input.selfRotationEnabled) demand(actor, Permission.SECRET_ROTATE);
}

/**
 * Throws `conflict` where a setting meets its opposite that is kept, and `forbidden` for who may not change where
 * secrets go or who rotates them: the application itself never may, since whoever has its secret would do so.
 */
export async function demandToChangeSecrets(
  reader: Reader,
  actor: Actor,
  before: Guarded & { id: string },
  after: Guarded,
): Promise<void> {
  if (after.selfRotationEnabled && after.ownerOnlySecretRotation) {
    throw DomainError.conflict(
      "selfRotationEnabled and ownerOnlySecretRotation exclude each other: one is on already.",
    );
  }
  const isSame =
    before.selfRotationEnabled === after.selfRotationEnabled &&
    isSameKey(before.secretRecipientKey, after.secretRecipientKey);
  if (isSame) return;
  demand(actor, Permission.SECRET_ROTATE);
  if (!(await actsAs(reader, actor, before.id))) return;
  throw DomainError.forbidden("An application may not change its own secretRecipientKey or selfRotationEnabled.");
}

/** Whether the actor is the application, or an API token that was issued with its credentials, however indirectly. */
async function actsAs(reader: Reader, { kind, id: actorId }: Actor, applicationId: string): Promise<boolean> {
  if (kind === ActorKind.APPLICATION) return actorId === applicationId;
  if (kind !== ActorKind.API_TOKEN) return false;
  return (await reader.rows(DESCENDS, { actorId, applicationId })).length > 0;
}

/** Records a change of the key by the thumbprints (RFC 7638) before and after it; null is none. */
export async function recordRecipientKey(
  transaction: Transaction,
  trail: AuditTrail,
  actor: Actor,
  now: number,
  before: Pick<OAuthApplication, "id" | "secretRecipientKey">,
  { secretRecipientKey }: Pick<OAuthApplication, "secretRecipientKey">,
): Promise<void> {
  if (isSameKey(before.secretRecipientKey, secretRecipientKey)) return;
  const [from, to] = [before.secretRecipientKey, secretRecipientKey].map((key) => key && thumbprintOf(key));
  await trail.record(transaction, actor, now, "oauth_application.recipient_key_changed", before.id, { from, to });
}

import type { Database } from "../../database/database.js";
import type { Transaction } from "../../database/transaction.js";
import type { Actor, Origin } from "../../model/actor.js";
import { ClientSecret } from "../../model/client-secret.js";
import { DomainError } from "../../model/domain-error.js";
import { firstIdAt, ID_PREFIX, timeOf } from "../../model/identifier.js";
import { PreviousSecretPolicy } from "../../model/inputs/secret-rotation.inputs.js";
import { DEFAULT_SELF_CONFIRM_SECONDS, type SelfRotationInput } from "../../model/inputs/self-rotation.inputs.js";
import { applicationActor } from "../actors/application-actor.js";
import { gatewayActor } from "../actors/built-in-actors.js";
import type { KeptAnswers } from "../answers/kept-answers.js";
import { type KeyedRequest, keyedRequest } from "../answers/keyed-request.js";
import { type BegunChange, changeApplication, raiseVersion } from "../applications/changes.js";
import type { AuditTrail } from "../audit/audit-trail.js";
import type { Clock } from "../clock.js";
import { validateInput } from "../validation.js";
import type { SecretHolder } from "./client-authentication.js";
import { askedAt, inheritContest } from "./contested.js";
import { type RotatedSecret, replaySecret } from "./rotated-secret.js";
import type { SecretRotations } from "./rotations.js";
import { ANY_FORM } from "./sealing.js";
import type { SecretUsage } from "./usage.js";

/** How often a contest is recorded. */
const QUIET_MS = 60_000;

/** How far from its secret's own moment the event of a rotation may lie: that is later where clocks differ. */
const NEARBY_MS = 60_000;

/** The rotation by which the application itself issued a secret. */
const ITS_ROTATION = `audit_events WHERE organization_id = :organizationId AND target_id = :id
  AND id >= :since AND id < :until AND action = 'client_secret.rotated' AND actor_id = :id AND details LIKE :secret`;

/** What becomes of it when an application asks for a new secret of its own. */
export type SelfRotation =
  | { outcome: "rotated"; rotated: RotatedSecret }
  /** Two secrets work already; `endsAt` is null without an end. */
  | { outcome: "open"; endsAt: Date | null }
  /** The application may not rotate itself. */
  | { outcome: "off" }
  /** The secret by which it asks, or the application, was stopped meanwhile. */
  | { outcome: "stopped" };

/** Applications that rotate their own secrets, whose owners have allowed that. */
export class SelfRotations {
  constructor(
    private readonly database: Database,
    private readonly rotations: SecretRotations,
    private readonly answers: KeptAnswers,
    private readonly trail: AuditTrail,
    private readonly usage: SecretUsage,
    private readonly clock: Clock,
  ) {}

  /**
   * Issues a secret that its first use confirms, or gives an earlier answer again. Throws `invalid` for an input, and
   * `conflict` for a key that came with another one.
   */
  async rotate(holder: SecretHolder, origin: Origin, input: SelfRotationInput): Promise<SelfRotation> {
    validateInput(input);
    const { id, organizationId } = holder.application;
    const actor: Actor = { ...applicationActor(holder.application, origin), clientSecretId: holder.secret.id };
    const { idempotencyKey, confirmWithinSeconds = DEFAULT_SELF_CONFIRM_SECONDS, recipientKey } = input;
    const wanted = { confirmWithinSeconds, recipientKey };
    const request = keyedRequest(actor, "secret.rotate_own", idempotencyKey, wanted) as KeyedRequest;
    const { database, trail, clock } = this;
    // Who may do this was judged by its secret: an application is no member that could have a permission.
    const judged = gatewayActor(organizationId, origin);
    return this.answers.once(request, async () => {
      // Uses that are still in memory count for `usesBeforeRotation`.
      await this.usage.flushFor(id, origin.patience);
      return changeApplication({ database, trail, clock }, judged, { oauthApplicationId: id }, (transaction, begun) =>
        this.rotateWithin(transaction, begun, request, holder.secret.id, wanted),
      );
    });
  }

  private async rotateWithin(
    transaction: Transaction,
    begun: BegunChange,
    request: KeyedRequest,
    secretId: string,
    wanted: Pick<SelfRotationInput, "confirmWithinSeconds" | "recipientKey">,
  ): Promise<SelfRotation> {
    const { application, secrets } = begun;
    const { current, previous } = secrets;
    const isGood =
      application.enabled && !application.public && [current, previous].some((one) => one?.id === secretId);
    if (!isGood) return { outcome: "stopped" };
    if (!application.selfRotationEnabled) return { outcome: "off" };
    if (application.secretRecipientKey && wanted.recipientKey) throw sealedElsewhere();
    const kept = await this.answers.begin(transaction, request);
    if (kept) {
      const rotated = await replaySecret(transaction, begun, this.answers, request, kept, ANY_FORM);
      return { outcome: "rotated", rotated };
    }
    if (current && previous) {
      if (previous.id === secretId) await this.contest(transaction, request.actor, begun, current, previous);
      return { outcome: "open", endsAt: previous.expiresAt };
    }
    const policy = { previousSecret: PreviousSecretPolicy.CONFIRM, ...wanted };
    const rotated = await this.rotations.rotateWithin(transaction, request.actor, begun, policy, {
      request,
      forms: ANY_FORM,
    });
    const { secret, previousSecret } = rotated;
    if (secret && previousSecret) await inheritContest(transaction, secret, previousSecret, begun.now);
    await raiseVersion(transaction, begun);
    return { outcome: "rotated", rotated };
  }

  /** Records that the previous secret asks again, in a rotation that the application began itself: two have it. */
  private async contest(
    transaction: Transaction,
    actor: Actor,
    { application: { id, organizationId }, now }: BegunChange,
    current: ClientSecret,
    previous: ClientSecret,
  ): Promise<void> {
    const asked = askedAt(previous);
    if (asked && Math.abs(now - asked.getTime()) < QUIET_MS) return;
    const issuedAt = timeOf(current.id).getTime();
    const isItsOwn = await transaction.exists(ITS_ROTATION, {
      organizationId,
      id,
      since: firstIdAt(ID_PREFIX.auditEvent, issuedAt - NEARBY_MS),
      until: firstIdAt(ID_PREFIX.auditEvent, issuedAt + NEARBY_MS),
      secret: `%"secretId":"${current.id}"%`,
    });
    if (!isItsOwn) return;
    // After the newest secret even when clocks of gateways differ: what is told compares the two.
    const contestedAt = new Date(Math.max(now, issuedAt + 1));
    await transaction.update(ClientSecret, previous.id, { contestedAt });
    await this.trail.record(transaction, actor, now, "client_secret.rotation_contested", id, { secretId: previous.id });
  }
}

/** With a key of its choice, whoever has a leaked secret would read the next one. */
function sealedElsewhere(): DomainError {
  const field = "recipientKey";
  const message = `${field} must not be given: the application keeps a key, to which its secrets are sealed`;
  return DomainError.invalidField(field, "kept", message);
}

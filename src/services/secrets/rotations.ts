import type { Database } from "../../database/database.js";
import type { Transaction } from "../../database/transaction.js";
import type { Actor } from "../../model/actor.js";
import type { ClientSecret } from "../../model/client-secret.js";
import { PreviousSecretPolicy, type RotateSecretInput } from "../../model/inputs/secret-rotation.inputs.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { Permission } from "../../model/permission.js";
import { demand } from "../actors/permissions.js";
import type { KeptAnswers } from "../answers/kept-answers.js";
import { type KeyedRequest, keyedRequest } from "../answers/keyed-request.js";
import { type BegunChange, changeApplication, demandVersion, raiseVersion } from "../applications/changes.js";
import type { AuditTrail } from "../audit/audit-trail.js";
import type { Clock } from "../clock.js";
import type { ObtainedTokens } from "../tokens/obtained-tokens.js";
import { validateInput } from "../validation.js";
import type { ClientSecrets } from "./client-secrets.js";
import { confirmationOf, stayUnconfirmed, toBeConfirmed } from "./confirmation-terms.js";
import { stopLapsed } from "./lapsed-secrets.js";
import { keepSecret, type RotatedSecret, type RotationOptions, replaySecret } from "./rotated-secret.js";
import { type RotationPolicy, rejectForeignOptions, rejectRotation } from "./rotation-rules.js";
import { markStatus, rotationState } from "./rotation-state.js";
import { PLAINTEXT_ONLY, recipientOf, sealedTo, showSecret } from "./sealing.js";
import { endBy, endOf } from "./secret-ends.js";
import { isUnconfirmed } from "./unconfirmed.js";
import { isUsable } from "./usable.js";
import type { SecretUsage } from "./usage.js";

/** Issues secrets. At most two of an application are usable at any time. What follows is in open-rotations.ts. */
export class SecretRotations {
  constructor(
    private readonly database: Database,
    private readonly clientSecrets: ClientSecrets,
    private readonly obtained: ObtainedTokens,
    private readonly trail: AuditTrail,
    private readonly usage: SecretUsage,
    private readonly answers: KeptAnswers,
    private readonly clock: Clock,
  ) {}

  /**
   * Issues a secret beside or instead of the current one: a generated one, or the chosen one. With an idempotency key,
   * the same request again gets the same answer. Throws `not_found`, `conflict` for a stale version, a public application,
   * a third usable secret, another recipient key than the kept one, an answer that cannot show it or an idempotency key
   * that came with another input, `forbidden`, and `too_many_requests` for too many keys.
   */
  async rotate(actor: Actor, input: RotateSecretInput, options: RotationOptions = {}): Promise<RotatedSecret> {
    demand(actor, Permission.SECRET_ROTATE);
    validateInput(input);
    if (options.chosen) validateInput(options.chosen);
    rejectForeignOptions(input);
    const { chosen, forms = PLAINTEXT_ONLY } = options;
    const { oauthApplicationId, expectedVersion, idempotencyKey, previousSecret } = input;
    const request = keyedRequest(actor, "secret.rotate", idempotencyKey, { ...input, chosen });
    if (request) request.endsOlderSecrets = previousSecret === PreviousSecretPolicy.REVOKE;
    // The first of two requests with the same key has raised the version that both have seen.
    const wanted = request ? { oauthApplicationId } : input;
    const { database, trail, clock } = this;
    return this.answers.once(request, async () => {
      // Uses that are still in memory count for `usesBeforeRotation`.
      await this.usage.flushFor(oauthApplicationId, actor.origin.patience);
      return changeApplication({ database, trail, clock }, actor, wanted, async (transaction, begun) => {
        const kept = request && (await this.answers.begin(transaction, request));
        if (request && kept) return replaySecret(transaction, begun, this.answers, request, kept, forms);
        demandVersion(begun.application, expectedVersion);
        const rotated = await this.rotateWithin(transaction, actor, begun, input, { ...options, request });
        await raiseVersion(transaction, begun);
        return rotated;
      });
    });
  }

  /** As `rotate`, within a change of the application that has begun. The answer to `request` is kept. */
  async rotateWithin(
    transaction: Transaction,
    actor: Actor,
    begun: BegunChange,
    input: RotationPolicy,
    { chosen, forms = PLAINTEXT_ONLY, request }: RotationOptions & { request?: KeyedRequest | null } = {},
  ): Promise<RotatedSecret> {
    rejectRotation(actor, begun, input);
    const { application, secrets, now } = begun;
    const { current: previousSecret = null, previous } = secrets;
    const isGenerated = chosen?.clientSecret === undefined;
    const issued = await this.clientSecrets.draft(transaction, application, now, {
      after: previousSecret ?? undefined,
      chosen: chosen?.clientSecret,
      isKept: request != null && isGenerated,
    });
    const recipient = isGenerated ? recipientOf(application.secretRecipientKey, input.recipientKey) : null;
    const shown = await showSecret(issued.plaintext, recipient, forms);
    if (previousSecret) retire(previousSecret, input, application, now);
    if (input.previousSecret === PreviousSecretPolicy.CONFIRM) toBeConfirmed(issued.secret, input, application, now);
    if (previous) previous.revokedAt = new Date(now);
    const revokes = input.previousSecret === PreviousSecretPolicy.REVOKE;
    const revokeTokens = revokes && (input.revokeTokens ?? true);
    const stops = revokes || (previousSecret !== null && !isUsable(previousSecret, now));
    if (stops) await this.obtained.end(transaction, actor, begun, { staying: issued.secret, all: revokeTokens });
    if (begun.hasLapsed) await stopLapsed(transaction, application.id, now);
    // The older secret first, which is the order of locks everywhere: two transactions cannot deadlock.
    const changed = [previous, previousSecret, issued.secret].filter((secret) => secret != null);
    await this.clientSecrets.save(transaction, changed);
    begun.secrets = rotationState(changed, now);
    await this.trail.record(transaction, actor, now, "client_secret.rotated", application.id, {
      secretId: issued.secret.id,
      previousSecret: input.previousSecret,
      previousSecretId: previousSecret?.id ?? null,
      previousSecretExpiresAt: previousSecret?.expiresAt ?? null,
      ...(isUnconfirmed(issued.secret) ? confirmationOf(issued.secret) : {}),
      ...(revokes
        ? { revokedSecretIds: changed.filter((secret) => secret !== issued.secret).map(({ id }) => id) }
        : {}),
      ...(revokeTokens ? { revokeTokens } : {}),
      ...sealedTo(recipient),
    });
    // Whoever chose the secret has it.
    const kept = isGenerated ? shown : null;
    if (request) await keepSecret(transaction, this.answers, request, issued.secret, previousSecret, kept, now);
    markStatus(previousSecret ? [issued.secret, previousSecret] : [issued.secret], now);
    return { ...shown, secret: issued.secret, oauthApplication: application, previousSecret, replayed: false };
  }
}

/** Sets the end of the secret that was current, and remembers how often it was used before the rotation. */
function retire(
  secret: ClientSecret,
  { previousSecret: policy, overlapSeconds }: RotationPolicy,
  { secretOverlapSeconds }: OAuthApplication,
  now: number,
): void {
  secret.usesBeforeRotation = secret.useCount;
  if (policy === PreviousSecretPolicy.REVOKE) secret.revokedAt = new Date(now);
  // From now on the policy says how long it works, used or not.
  else if (isUnconfirmed(secret)) stayUnconfirmed(secret);
  if (policy === PreviousSecretPolicy.EXPIRE) endBy(secret, endOf(overlapSeconds ?? secretOverlapSeconds, now), now);
}

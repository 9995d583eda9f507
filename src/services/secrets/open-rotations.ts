import type { Database } from "../../database/database.js";
import type { Actor } from "../../model/actor.js";
import type { AuditAction } from "../../model/audit-event.js";
import type { ClientSecret } from "../../model/client-secret.js";
import type {
  CancelSecretRotationInput,
  CompleteSecretRotationInput,
  UpdateSecretRotationInput,
} from "../../model/inputs/secret-rotation.inputs.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { Permission } from "../../model/permission.js";
import type { SecretRotation } from "../../model/secret-rotation.js";
import { demand } from "../actors/permissions.js";
import { changeApplication, demandRotator, raiseVersion } from "../applications/changes.js";
import type { AuditTrail } from "../audit/audit-trail.js";
import type { Clock } from "../clock.js";
import type { ObtainedTokens } from "../tokens/obtained-tokens.js";
import { validateInput } from "../validation.js";
import type { ClientSecrets } from "./client-secrets.js";
import { changeConfirmation, stayUnconfirmed } from "./confirmation-terms.js";
import { stopLapsed } from "./lapsed-secrets.js";
import { demandQuiet, describeRotation, type QuietPeriod } from "./rotation-readiness.js";
import { demandOpenRotation, rejectConfirmation } from "./rotation-rules.js";
import { type OpenRotation, rotationState } from "./rotation-state.js";
import { endOf, isEarlier, setEnd } from "./secret-ends.js";
import { isUnconfirmed } from "./unconfirmed.js";
import { isUsable } from "./usable.js";
import type { SecretUsage } from "./usage.js";

/** The secrets that a step changes, the older one first, and the details of its audit event. */
interface RotationChange {
  changed: ClientSecret[];
  details: object;
}

/** The steps of a rotation once two secrets work. */
export class OpenRotations {
  constructor(
    private readonly database: Database,
    private readonly clientSecrets: ClientSecrets,
    private readonly obtained: ObtainedTokens,
    private readonly trail: AuditTrail,
    private readonly usage: SecretUsage,
    private readonly clock: Clock,
  ) {}

  /**
   * Moves the end of the overlap to `overlapSeconds` from now; null removes the end. Throws `conflict` for an earlier
   * end while the previous secret is in use, unless forced. While the new secret is to be confirmed, it sets until when,
   * and the overlap that begins then.
   */
  async update(actor: Actor, input: UpdateSecretRotationInput): Promise<OAuthApplication> {
    return this.changeOpen(
      actor,
      input,
      "client_secret.rotation_updated",
      ({ previous, current }, now, application) => {
        if (isUnconfirmed(current)) {
          return { changed: [current], details: { secretId: current.id, ...changeConfirmation(current, input, now) } };
        }
        rejectConfirmation(input);
        const end = endOf(input.overlapSeconds, now);
        if (isEarlier(end, previous.expiresAt) && !input.force) {
          demandQuiet(previous, current, application, now, "overlapSeconds");
        }
        setEnd(previous, end, now);
        return {
          changed: [previous],
          details: { previousSecretId: previous.id, previousSecretExpiresAt: previous.expiresAt },
        };
      },
    );
  }

  /** Stops the previous secret now. Throws `conflict` while it is in use, unless forced. */
  async complete(actor: Actor, input: CompleteSecretRotationInput): Promise<OAuthApplication> {
    return this.changeOpen(actor, input, "client_secret.rotation_completed", (open, now, application) => {
      if (!input.force) demandQuiet(open.previous, open.current, application, now);
      open.previous.revokedAt = new Date(now);
      const isForced = isUnconfirmed(open.current);
      if (isForced) stayUnconfirmed(open.current);
      return {
        changed: isForced ? [open.previous, open.current] : [open.previous],
        details: { secretId: open.current.id, previousSecretId: open.previous.id },
      };
    });
  }

  /**
   * Stops the new secret now; the previous one is current again, without an end. Throws `conflict` while the new one is
   * in use, unless forced.
   */
  async cancel(actor: Actor, input: CancelSecretRotationInput): Promise<OAuthApplication> {
    return this.changeOpen(actor, input, "client_secret.rotation_cancelled", (open, now, application) => {
      if (!input.force) demandQuiet(open.current, open.previous, application, now);
      open.previous.expiresAt = null;
      open.current.revokedAt = new Date(now);
      return {
        changed: [open.previous, open.current],
        details: { secretId: open.previous.id, cancelledSecretId: open.current.id },
      };
    });
  }

  /** The open rotation among an application's secrets; null when none is open. */
  describe({ secretQuietSeconds }: QuietPeriod, secrets: ClientSecret[]): SecretRotation | null {
    const now = this.clock();
    const { current, previous } = rotationState(secrets, now);
    return current && previous ? describeRotation({ current, previous }, secretQuietSeconds, now) : null;
  }

  /** The frame of update, complete and cancel. */
  private async changeOpen(
    actor: Actor,
    input: UpdateSecretRotationInput | CompleteSecretRotationInput | CancelSecretRotationInput,
    action: AuditAction,
    change: (open: OpenRotation, now: number, application: OAuthApplication) => RotationChange,
  ): Promise<OAuthApplication> {
    demand(actor, Permission.SECRET_ROTATE);
    validateInput(input);
    // Uses that are still in memory count for the retirement gate.
    await this.usage.flushFor(input.oauthApplicationId, actor.origin.patience);
    const { database, trail, clock } = this;
    return changeApplication({ database, trail, clock }, actor, input, async (transaction, begun) => {
      const { application, secrets, now } = begun;
      demandRotator(actor, application);
      const open = demandOpenRotation(secrets);
      const { changed, details } = change(open, now, application);
      const staying = open.current.revokedAt === null ? open.current : open.previous;
      const revokeTokens = "revokeTokens" in input && input.revokeTokens;
      if (!isUsable(open.current, now) || !isUsable(open.previous, now)) {
        await this.obtained.end(transaction, actor, begun, { staying, all: revokeTokens });
      }
      if (begun.hasLapsed) await stopLapsed(transaction, application.id, now);
      await this.clientSecrets.save(transaction, changed);
      begun.secrets = rotationState([open.previous, open.current], now);
      await raiseVersion(transaction, begun);
      await this.trail.record(transaction, actor, now, action, application.id, {
        ...details,
        ...(revokeTokens ? { revokeTokens } : {}),
      });
      return application;
    });
  }
}

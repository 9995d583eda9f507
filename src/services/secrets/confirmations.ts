import type { Database } from "../../database/database.js";
import type { Transaction } from "../../database/transaction.js";
import type { Actor, Origin } from "../../model/actor.js";
import { ClientSecret } from "../../model/client-secret.js";
import { DomainError } from "../../model/domain-error.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { gatewayActor } from "../actors/built-in-actors.js";
import { destroyAnswerOf } from "../answers/destroyed-answers.js";
import { type BegunChange, changeApplication, raiseVersion } from "../applications/changes.js";
import type { AuditTrail } from "../audit/audit-trail.js";
import type { Clock } from "../clock.js";
import type { ObtainedTokens } from "../tokens/obtained-tokens.js";
import type { ClientSecrets } from "./client-secrets.js";
import { stopLapsed } from "./lapsed-secrets.js";
import type { SecretPurpose } from "./retirement-tripwire.js";
import { rotationState } from "./rotation-state.js";
import { endBy, endOf, isEarlier } from "./secret-ends.js";
import { isUnconfirmed } from "./unconfirmed.js";
import { isUsable } from "./usable.js";
import { whenWritten } from "./written-ends.js";

/**
 * What becomes of a secret that its first use is to confirm. Both moments are written before the answer: what is
 * committed first holds on every gateway, whatever its clock says. Why: docs/decisions/0022-confirmed-by-first-use.md
 */
export class Confirmations {
  private readonly undoing = new Map<string, Promise<unknown>>();

  constructor(
    private readonly database: Database,
    private readonly clientSecrets: ClientSecrets,
    private readonly obtained: ObtainedTokens,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
    private readonly onError: (error: unknown) => void,
  ) {}

  /**
   * Confirms an unconfirmed secret by its first use, unless somebody has by now. Answers the secret, or null when it does
   * not work any more. Throws `unavailable` when nobody knows.
   */
  async confirm(
    { id, organizationId }: OAuthApplication,
    secretId: string,
    origin: Origin,
    askedFor: SecretPurpose,
  ): Promise<ClientSecret | null> {
    return this.change(gatewayActor(organizationId, origin), id, async (transaction, actor, begun) => {
      const { application, secrets, now } = begun;
      const working = [secrets.previous, secrets.current].filter((one) => one !== undefined);
      const secret = working.find((one) => one.id === secretId);
      const previous = secret === secrets.current ? secrets.previous : undefined;
      if (!secret || !application.enabled || application.public) return null;
      if (!isUnconfirmed(secret)) return secret;
      // A secret that was replaced before its first use keeps the earlier end that it has got by that.
      if (!isEarlier(secret.expiresAt, secret.confirmBy)) secret.expiresAt = null;
      secret.confirmedAt = new Date(now);
      secret.firstUsedAt = secret.confirmedAt;
      if (previous) endBy(previous, endOf(secret.nextOverlapSeconds, now), now);
      if (previous && !isUsable(previous, now)) {
        await this.obtained.end(transaction, actor, begun, { staying: secret, all: false });
      }
      if (begun.hasLapsed) await stopLapsed(transaction, application.id, now);
      // The older secret first, which is the order of locks everywhere.
      const changed = previous ? [previous, secret] : [secret];
      await this.clientSecrets.save(transaction, changed);
      // Its first use: what was answered with it has arrived.
      if (secret.hasKeptAnswer) await destroyAnswerOf(transaction, secret.id);
      await transaction.update(ClientSecret, secret.id, { firstUsedAt: secret.firstUsedAt });
      begun.secrets = rotationState(working, now);
      await raiseVersion(transaction, begun);
      await this.trail.record(transaction, actor, now, "client_secret.rotation_confirmed", application.id, {
        secretId: secret.id,
        previousSecretId: previous?.id ?? null,
        previousSecretExpiresAt: previous?.expiresAt ?? null,
        askedFor,
      });
      return secret;
    });
  }

  /** Writes the end of a rotation that nobody has confirmed in time. Throws `unavailable` when it cannot. */
  async undo({ id, organizationId }: OAuthApplication, origin: Origin): Promise<void> {
    // Every change of an application begins with that.
    await this.change(gatewayActor(organizationId, origin), id, () => Promise.resolve(null));
  }

  /**
   * As `undo`, for an answer that is the same without: waits for a second, and never throws. One attempt of an application
   * at a time, for as many as present its secret while nothing can be written.
   */
  async undoBeside(application: OAuthApplication, { wayIn, requestId, address }: Origin): Promise<void> {
    const { id } = application;
    const run =
      this.undoing.get(id) ??
      this.undo(application, { wayIn, requestId, address })
        .catch(this.onError)
        .finally(() => this.undoing.delete(id));
    this.undoing.set(id, run);
    await whenWritten(run);
  }

  private async change<T>(
    actor: Actor,
    oauthApplicationId: string,
    work: (transaction: Transaction, actor: Actor, begun: BegunChange) => Promise<T | null>,
  ): Promise<T | null> {
    const { database, trail, clock } = this;
    const input = { oauthApplicationId };
    return changeApplication({ database, trail, clock }, actor, input, (transaction, begun) =>
      work(transaction, actor, begun),
    ).catch((error: unknown) => {
      // The application was deleted meanwhile.
      if (error instanceof DomainError && error.code === "not_found") return null;
      throw error;
    });
  }
}

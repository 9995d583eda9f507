import type { Database } from "../../database/database.js";
import type { Actor } from "../../model/actor.js";
import type { ClientSecret } from "../../model/client-secret.js";
import { firstIdAt, ID_PREFIX } from "../../model/identifier.js";
import type { AuditTrail } from "../audit/audit-trail.js";

const ACTION = "client_secret.used_after_retirement";
const REPORTED = `audit_events WHERE organization_id = :organizationId AND action = :action
  AND id >= :since AND id < :until AND details LIKE :secret`;
const QUIET_MS = 60_000;
const MAX_REMEMBERED = 10_000;

/**
 * What a secret is presented for: at the token, introspection or revocation endpoint, at `/oauth/verify`, or for a new
 * secret at `/oauth/client_secret`.
 */
export type SecretPurpose = "token" | "introspection" | "revocation" | "verification" | "rotation";

/** Called when an audit event is about to be written. */
export type TripListener = (trip: {
  oauthApplicationId: string;
  secretId: string;
  askedFor: SecretPurpose;
  requestId: string | null;
  address: string | null;
}) => void;

/**
 * Records an audit event when a retired secret is presented, by a client that was forgotten or by a thief: at most one
 * per secret and minute, over all gateways, and without delaying the answer.
 */
export class RetirementTripwire {
  private readonly lastTripped = new Map<string, number>();
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly trail: AuditTrail,
    private readonly onTrip: TripListener,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Starts to record that a retired secret was presented, and answers at once. */
  trip(actor: Actor, secret: ClientSecret, askedFor: SecretPurpose, now: number): void {
    const last = this.lastTripped.get(secret.id);
    // A moment far in the future comes from a clock that was ahead, and must not silence the tripwire until then.
    if (last !== undefined && Math.abs(now - last) < QUIET_MS) return;
    if (this.lastTripped.size >= MAX_REMEMBERED) this.lastTripped.clear();
    this.lastTripped.set(secret.id, now);
    const { requestId, address } = actor.origin;
    this.onTrip({ oauthApplicationId: secret.oauthApplicationId, secretId: secret.id, askedFor, requestId, address });
    const run = this.write(actor, secret, askedFor, now)
      .catch((error: unknown) => {
        // Forget the moment, so that the next presentation tries again.
        this.lastTripped.delete(secret.id);
        this.onError(error);
      })
      .finally(() => this.running.delete(run));
    this.running.add(run);
  }

  /** Resolves when everything that was started is written. */
  async drained(): Promise<void> {
    await Promise.all(this.running);
  }

  private async write(actor: Actor, secret: ClientSecret, askedFor: SecretPurpose, now: number): Promise<void> {
    await this.database.write(
      async (transaction) => {
        // Two gateways take turns here, so that the second one sees the first one's event.
        await transaction.lock({ table: "client_secrets", condition: "id = :id", parameters: { id: secret.id } });
        const isReported = await transaction.exists(REPORTED, {
          organizationId: actor.organizationId,
          action: ACTION,
          since: firstIdAt(ID_PREFIX.auditEvent, now - QUIET_MS),
          until: firstIdAt(ID_PREFIX.auditEvent, now + QUIET_MS),
          secret: `%"${secret.id}"%`,
        });
        if (isReported) return;
        const details = { secretId: secret.id, askedFor };
        await this.trail.record(transaction, actor, now, ACTION, secret.oauthApplicationId, details);
      },
      undefined,
      `tripwire ${secret.id}`,
    );
  }
}

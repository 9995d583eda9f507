import type { Database } from "../../database/database.js";
import type { Actor } from "../../model/actor.js";
import type { ClientSecret } from "../../model/client-secret.js";
import { firstIdAt, ID_PREFIX } from "../../model/identifier.js";
import { recordAuditEvent } from "../audit/audit-events.js";

const ACTION = "client_secret.used_after_retirement";
const REPORTED = `audit_events WHERE organization_id = :organizationId AND action = :action
  AND id >= :since AND id < :until AND details LIKE :secret`;
const QUIET_MS = 60_000;
const MAX_REMEMBERED = 10_000;

/** What a client secret is presented for: at the token, introspection or revocation endpoint, or to be verified. */
export type SecretPurpose = "token" | "introspection" | "revocation" | "verification";

/** Told at the same time as the audit log. */
export type TripListener = (trip: {
  oauthApplicationId: string;
  secretId: string;
  askedFor: SecretPurpose;
  requestId: string | null;
  address: string | null;
}) => void;

/**
 * Writes an audit event when somebody presents a secret that was retired: a straggler, or a thief. At most one a
 * minute for each secret, over all gateways. It runs beside the answer, which therefore takes no longer than others.
 */
export class RetirementTripwire {
  private readonly lastTripped = new Map<string, number>();
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly onTrip: TripListener,
    private readonly onError: (error: unknown) => void,
  ) {}

  trip(actor: Actor, secret: ClientSecret, askedFor: SecretPurpose, now: number): void {
    const last = this.lastTripped.get(secret.id);
    // A clock that was ahead must not silence it for as long as that.
    if (last !== undefined && Math.abs(now - last) < QUIET_MS) return;
    if (this.lastTripped.size >= MAX_REMEMBERED) this.lastTripped.clear();
    this.lastTripped.set(secret.id, now);
    const { requestId, address } = actor.origin;
    this.onTrip({ oauthApplicationId: secret.oauthApplicationId, secretId: secret.id, askedFor, requestId, address });
    const run = this.write(actor, secret, askedFor, now)
      .catch((error: unknown) => {
        // What was not written has to be tried again.
        this.lastTripped.delete(secret.id);
        this.onError(error);
      })
      .finally(() => this.running.delete(run));
    this.running.add(run);
  }

  /** Resolves when everything tripped so far is written. */
  async drained(): Promise<void> {
    await Promise.all(this.running);
  }

  private async write(actor: Actor, secret: ClientSecret, askedFor: SecretPurpose, now: number): Promise<void> {
    await this.database.write(
      async (transaction) => {
        // Two gateways cannot both find nothing reported.
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
        await recordAuditEvent(transaction, actor, now, ACTION, secret.oauthApplicationId, details);
      },
      undefined,
      `tripwire ${secret.id}`,
    );
  }
}

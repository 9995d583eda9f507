import type { Database } from "../../database/database.js";
import { AuditEvent } from "../../model/audit-event.js";
import { AuditNotice } from "../../model/audit-notice.js";
import type { Clock } from "../clock.js";
import { atMost } from "../patience.js";
import type { AuditFollower } from "./audit-trail.js";

/** How often due notices are looked for. */
const LOOK_INTERVAL_MS = 1000;

/** How long `stop` waits for followers. Another process tells them again what they have not finished by then. */
const STOP_PATIENCE_MS = 3000;

/** How many events a follower is told of before the next look. */
const MOST = 50;

/** The due notices of a follower. */
const DUE = `audit_notices WHERE follower = :follower AND due_at <= :now`;

/**
 * Takes due notices and makes them due again in a minute, or later after more attempts, unless they are removed by
 * then. So nothing is lost when this process ends, and no other process takes them at the same time.
 */
const TAKE = `UPDATE audit_notices SET attempts = attempts + 1,
    due_at = :now + CASE WHEN attempts < 6 THEN 60000 * (1 << attempts) ELSE 3600000 END
  WHERE follower = :follower AND due_at <= :now AND audit_event_id IN (
    SELECT audit_event_id FROM ${DUE} ORDER BY audit_event_id LIMIT ${MOST}
  ) RETURNING audit_event_id`;

/** Tells followers of committed audit events, whichever process wrote them. */
export class AfterCommit {
  private timer: NodeJS.Timeout | undefined;
  private readonly running = new Map<AuditFollower, Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly followers: readonly AuditFollower[],
    private readonly clock: Clock,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Starts to look for due notices every second; without followers it does nothing. */
  start(): void {
    if (this.followers.length > 0) this.timer = setInterval(() => this.look(), LOOK_INTERVAL_MS).unref();
  }

  /** Stops looking, and waits a little for followers that are being told. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await atMost(STOP_PATIENCE_MS, Promise.all(this.running.values()));
  }

  /** Tells each follower by itself, so that a slow one holds up no other. */
  private look(): void {
    for (const follower of this.followers.filter((one) => !this.running.has(one))) {
      const run = this.tellDue(follower)
        .catch(this.onError)
        .finally(() => this.running.delete(follower));
      this.running.set(follower, run);
    }
  }

  private async tellDue(follower: AuditFollower): Promise<void> {
    const due = { follower: follower.name, now: this.clock() };
    if (!(await this.database.read.exists(DUE, due))) return;
    const taken = await this.database.write((transaction) => transaction.rows(TAKE, due));
    for (const { audit_event_id } of taken) {
      await this.tell(follower, audit_event_id as string).catch(this.onError);
    }
  }

  private async tell(follower: AuditFollower, auditEventId: string): Promise<void> {
    const event = await this.database.read.find(AuditEvent, { id: auditEventId });
    if (event) await follower.tell(event);
    await this.database.write((transaction) =>
      transaction.remove(AuditNotice, { auditEventId, follower: follower.name }),
    );
  }
}

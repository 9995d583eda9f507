import type { Database } from "../../database/database.js";
import type { Actor } from "../../model/actor.js";
import { AuditEvent } from "../../model/audit-event.js";
import type { ClientSecret } from "../../model/client-secret.js";
import { firstIdAt, ID_PREFIX } from "../../model/identifier.js";
import { Permission } from "../../model/permission.js";
import { demand } from "../actors/permissions.js";
import type { Clock } from "../clock.js";
import { isUsable } from "./usable.js";

/** How long a contest is told once the secret that asked has stopped. */
const NEWS_MS = 86_400_000;

/** The newest contest of each application. The action is a rare one, and has an index. */
const NEWEST = `WHERE id IN (SELECT MAX(id) FROM audit_events
  WHERE organization_id = :organizationId AND action = 'client_secret.rotation_contested' AND id >= :since`;

/** Which applications have a secret that two parties seem to hold, as self-rotations.ts records it. */
export class SecretContests {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * When each application's rotation was last contested, while that matters; null otherwise. `secrets` are those of each,
   * as `ClientSecrets` lists them. One statement for all; none where no application has had two secrets.
   */
  async listByApplications(
    actor: Actor,
    oauthApplicationIds: readonly string[],
    secrets: readonly ClientSecret[][],
  ): Promise<(Date | null)[]> {
    demand(actor, Permission.SECRET_READ);
    const now = this.clock();
    const working = secrets.map((all) => (all.length > 1 ? all.filter((secret) => isUsable(secret, now)) : []));
    const issued = working.flat().map(({ createdAt }) => createdAt.getTime());
    if (issued.length === 0) return secrets.map(() => null);
    const { read } = this.database;
    const events = await read.list(
      AuditEvent,
      `${NEWEST} AND ${read.anyOf("target_id", "oauthApplicationIds")} GROUP BY target_id)`,
      {
        organizationId: actor.organizationId,
        // An earlier one was about secrets that have all stopped.
        since: firstIdAt(ID_PREFIX.auditEvent, Math.min(...issued)),
        oauthApplicationIds,
      },
      ["targetId", "actorSecretId"],
    );
    const contests = new Map(events.map((event) => [event.targetId, event]));
    return oauthApplicationIds.map((id, index) => momentOf(contests.get(id), working[index] ?? [], now));
  }
}

/** While the secret that asked works; then for a day, while another one does that worked at that time. */
function momentOf(contest: AuditEvent | undefined, working: readonly ClientSecret[], now: number): Date | null {
  if (!contest) return null;
  const { createdAt: at, actorSecretId } = contest;
  const isNews = at.getTime() > now - NEWS_MS;
  return working.some(({ id, createdAt }) => id === actorSecretId || (isNews && createdAt < at)) ? at : null;
}

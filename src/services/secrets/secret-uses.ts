import type { Database } from "../../database/database.js";
import type { Actor } from "../../model/actor.js";
import { networkOf } from "../../model/network-address.js";
import { Permission } from "../../model/permission.js";
import { SecretUse } from "../../model/secret-use.js";
import { demand } from "../actors/permissions.js";
import type { Clock } from "../clock.js";
import { LATEST_FIRST } from "./noted-uses.js";

/** How long a source is remembered after it was last seen. */
const REMEMBERED_MS = 90 * 86_400_000;

/** How many sources one run of a statement finds, so that no use waits long behind their deletion. */
const BATCH_SIZE = 500;

const IN_ORGANIZATION = `EXISTS (
  SELECT 1 FROM client_secrets JOIN oauth_applications ON oauth_applications.id = oauth_application_id
  WHERE client_secrets.id = client_secret_id AND organization_id = :organizationId)`;

/** Who uses secrets: reads what usage.ts notes, and forgets it in time. */
export class SecretUses {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * From where each secret was used or, `refused`, presented after it stopped: at most ten sources, the latest first.
   * One statement for all. Addresses are cut to their networks unless the actor holds AUDIT_READ.
   */
  async listBySecrets(actor: Actor, secretIds: readonly string[], refused: boolean): Promise<SecretUse[][]> {
    demand(actor, Permission.SECRET_READ);
    const { read } = this.database;
    const ofThem = `${read.anyOf("client_secret_id", "secretIds")} AND ${refused ? "refused" : "NOT refused"}`;
    const uses = await read.list(
      SecretUse,
      `WHERE ${ofThem} AND last_at > :since AND ${IN_ORGANIZATION} ORDER BY ${LATEST_FIRST}`,
      { secretIds, since: this.clock() - REMEMBERED_MS, organizationId: actor.organizationId },
    );
    const bySecret = new Map<string, SecretUse[]>(secretIds.map((id) => [id, []]));
    const addressMasked = !actor.permissions.has(Permission.AUDIT_READ);
    for (const use of uses) bySecret.get(use.clientSecretId)?.push(shown(use, addressMasked));
    return secretIds.map((id) => bySecret.get(id) ?? []);
  }

  /** Deletes the sources that nobody has come from for 90 days. */
  async forget(): Promise<void> {
    const { read } = this.database;
    const until = this.clock() - REMEMBERED_MS;
    for (;;) {
      const found = await read.rows(
        `SELECT client_secret_id AS id FROM secret_uses WHERE last_at <= :until LIMIT ${BATCH_SIZE}`,
        { until },
      );
      if (found.length === 0) return;
      const ids = found.map(({ id }) => id);
      await this.database.write(async (transaction) => {
        // Those who note uses lock the secrets first, and in this order, too.
        await transaction.lockRows(
          `SELECT 1 FROM client_secrets WHERE ${transaction.anyOf("id", "ids")} ORDER BY id FOR NO KEY UPDATE`,
          { ids },
        );
        const ofThem = transaction.anyOf("client_secret_id", "ids");
        await transaction.rows(`DELETE FROM secret_uses WHERE ${ofThem} AND last_at <= :until`, { ids, until });
      });
      if (found.length < BATCH_SIZE) return;
    }
  }
}

function shown(use: SecretUse, addressMasked: boolean): SecretUse {
  const address = addressMasked && use.address !== null ? networkOf(use.address) : use.address;
  return Object.assign(use, { address, addressMasked });
}

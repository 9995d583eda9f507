import type { Database } from "../../database/database.js";
import type { ClientSecret } from "../../model/client-secret.js";
import type { Clock } from "../clock.js";
import { kidOf, type SecretKeys } from "../keys/secret-keys.js";
import { isForeign, openHash, sealHash } from "./foreign-digest.js";

/** How many secrets one statement looks at, and so how many one transaction writes at most. */
const BITE = 1_000;

/** How long after a round the next one begins: a gateway that did not know the first key yet may have sealed some. */
const PAUSE_MS = 3_600_000;

const NEXT = `SELECT id, oauth_application_id, digest FROM client_secrets WHERE id > :after ORDER BY id LIMIT ${BITE}`;

const resealed = (elements: string) => `UPDATE client_secrets SET digest = moved.digest
  FROM (SELECT value ->> 0 AS id, value ->> 1 AS before, value ->> 2 AS digest FROM ${elements}) moved
  WHERE client_secrets.id = moved.id AND client_secrets.digest = moved.before`;

/** Each element of `:moved` is `[id, digest before, digest]`. One that was replaced meanwhile stays. */
const RESEAL = {
  sqlite: resealed("jsonb_each(:moved)"),
  postgres: resealed("json_array_elements(:moved) AS elements(value)"),
};

type Sealed = Pick<ClientSecret, "id" | "oauthApplicationId" | "digest">;

/** Moves hashes of other systems to the first server key, since they cannot wait for their secrets' next use. */
export class ForeignResealing {
  private done = { kid: "", at: 0 };

  constructor(
    private readonly database: Database,
    private readonly keys: SecretKeys,
    private readonly clock: Clock,
  ) {}

  /**
   * Goes over all secrets once, where there is more than one key and it has not just done so. Throws an Error afterwards
   * when there were some that nobody can open.
   */
  async run(): Promise<void> {
    const now = this.clock();
    const [first = "", ...others] = this.keys.kids;
    if (others.length === 0 || this.hasJustDone(first, now)) return;
    const unopened: string[] = [];
    for (let after: string | undefined = ""; after !== undefined; ) after = await this.bite(after, first, unopened);
    this.done = { kid: first, at: now };
    if (unopened.length === 0) return;
    throw new Error(
      `${unopened.length} imported secrets have a hash that does not open, such as ${unopened[0]}: they let nobody in. A rotation replaces them.`,
    );
  }

  /** Goes over the next secrets. Answers the last one's id, or undefined when there are no more. */
  private async bite(after: string, first: string, unopened: string[]): Promise<string | undefined> {
    const rows = await this.database.read.rows(NEXT, { after });
    const secrets = rows.map((row) => ({
      id: String(row.id),
      oauthApplicationId: String(row.oauth_application_id),
      digest: String(row.digest),
    }));
    const movable = secrets.filter(({ digest }) => isForeign(digest) && this.isMovable(kidOf(digest) ?? "", first));
    const elements = movable.flatMap((secret) => {
      const digest = this.sealedAnew(secret);
      if (digest !== undefined) return [[secret.id, secret.digest, digest]];
      unopened.push(secret.id);
      return [];
    });
    if (elements.length > 0) {
      const ids = elements.map(([id]) => id);
      await this.database.write(async (transaction) => {
        // Those who note uses lock the secrets in this order, too.
        await transaction.lockRows(
          `SELECT 1 FROM client_secrets WHERE ${transaction.anyOf("id", "ids")} ORDER BY id FOR NO KEY UPDATE`,
          { ids },
        );
        await transaction.rows(RESEAL, { moved: JSON.stringify(elements) });
      });
    }
    return rows.length < BITE ? undefined : secrets.at(-1)?.id;
  }

  /** Under the first key; undefined for one that was changed, or copied from another secret. */
  private sealedAnew(secret: Sealed): string | undefined {
    try {
      return sealHash(this.keys, secret, openHash(this.keys, secret));
    } catch {
      return undefined;
    }
  }

  /** A round of the future is one of a clock that was ahead. */
  private hasJustDone(first: string, now: number): boolean {
    return this.done.kid === first && Math.abs(now - this.done.at) < PAUSE_MS;
  }

  private isMovable(kid: string, first: string): boolean {
    return kid !== first && this.keys.kids.includes(kid);
  }
}

import type { EntityManager } from "typeorm";
import { USABLE } from "./client-secrets.js";
import { kidOf } from "./secret-keys.js";

/**
 * Throws when a secret or token that works was digested under a key that is not there: its holder would be
 * locked out without a word.
 */
export async function demandKeysOfLiveDigests(
  read: EntityManager,
  kids: readonly string[],
  now: number,
): Promise<void> {
  for (const table of ["client_secrets", "api_tokens"]) {
    const query = read.createQueryBuilder().select("digest").from(table, "held").where(USABLE, { now });
    for (const [index, kid] of kids.entries()) {
      const prefix = `v1$${kid}$`;
      query.andWhere(`substr(digest, 1, ${prefix.length}) <> :prefix${index}`, { [`prefix${index}`]: prefix });
    }
    const orphan = await query.limit(1).getRawOne<{ digest: string }>();
    if (orphan) {
      throw new Error(
        `The key "${kidOf(orphan.digest)}" is missing: secrets or tokens that work were digested under it. Add it to SECRET_KEYS or restore the key file.`,
      );
    }
  }
}

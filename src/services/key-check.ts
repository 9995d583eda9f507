import type { EntityManager } from "typeorm";
import type { Database } from "../database/database.js";
import { KeyFingerprint } from "../model/key-fingerprint.js";
import { USABLE } from "./client-secrets.js";
import { fingerprintOf, kidOf, type SecretKey } from "./secret-keys.js";

/** Keys that this database must not be used with, as a sentence for the operator. */
export class KeyProblem extends Error {}

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
      throw new KeyProblem(
        `The key "${kidOf(orphan.digest)}" is missing: secrets or tokens that work were digested under it. Add it to SECRET_KEYS or restore the key file.`,
      );
    }
  }
}

/**
 * Throws when a kid stood for another key the last time: every secret and token under it would be dead without a
 * word. A kid that is new to the database is remembered.
 */
export async function demandSameKeys(database: Database, keys: readonly SecretKey[]): Promise<void> {
  await database.write(async (manager) => {
    for (const key of keys) {
      const fingerprint = fingerprintOf(key);
      const { kid } = key;
      await manager
        .createQueryBuilder()
        .insert()
        .into(KeyFingerprint)
        .values({ kid, fingerprint })
        .orIgnore()
        .execute();
      const known = await manager.findOneByOrFail(KeyFingerprint, { kid });
      if (known.fingerprint !== fingerprint) {
        throw new KeyProblem(
          `The key "${kid}" is not the one this database was used with. Give the new key another kid.`,
        );
      }
    }
  });
}

/** How many secrets and tokens that work were digested under each of the keys. */
export async function countLiveDigests(
  read: EntityManager,
  kids: readonly string[],
  now: number,
): Promise<{ kid: string; clientSecrets: number; apiTokens: number }[]> {
  const count = async (table: string, kid: string) => {
    const prefix = `v1$${kid}$`;
    return read
      .createQueryBuilder()
      .from(table, "held")
      .where(USABLE, { now })
      .andWhere(`substr(digest, 1, ${prefix.length}) = :prefix`, { prefix })
      .getCount();
  };
  return Promise.all(
    kids.map(async (kid) => ({
      kid,
      clientSecrets: await count("client_secrets", kid),
      apiTokens: await count("api_tokens", kid),
    })),
  );
}

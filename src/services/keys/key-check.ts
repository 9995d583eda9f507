import type { Database } from "../../database/database.js";
import type { Reader } from "../../database/reader.js";
import { KeyFingerprint } from "../../model/key-fingerprint.js";
import { USABLE } from "../secrets/usable.js";
import { fingerprintOf, kidOf, type SecretKey } from "./secret-keys.js";

/** Tables whose rows have a digest under a server key. */
const DIGESTED = ["client_secrets", "api_tokens"] as const;

const REMEMBER = "INSERT INTO key_fingerprints (kid, fingerprint) VALUES (:kid, :fingerprint) ON CONFLICT DO NOTHING";

/** The server keys do not fit this database; the message is a sentence for the operator. */
export class KeyProblem extends Error {}

/** Throws KeyProblem when the key of a usable secret or token is missing: its holder would be locked out unnoticed. */
export async function demandKeysOfLiveDigests(read: Reader, kids: readonly string[], now: number): Promise<void> {
  const isKnown = `EXISTS (SELECT 1 FROM ${read.elements("prefixes")} WHERE substr(digest, 1, length(value)) = value)`;
  for (const table of DIGESTED) {
    const text = `SELECT digest FROM ${table} WHERE ${USABLE} AND NOT ${isKnown} LIMIT 1`;
    const [orphan] = await read.rows(text, { now, prefixes: kids.map(prefixOf) });
    if (!orphan) continue;
    throw new KeyProblem(
      `The key "${kidOf(String(orphan.digest))}" is missing: secrets or tokens that work were digested under it. Add it to SECRET_KEYS or restore the key file.`,
    );
  }
}

/**
 * Throws KeyProblem when this database knows another key under a kid: every secret and token under it would stop
 * working unnoticed. Remembers a kid that is new to the database.
 */
export async function demandSameKeys(database: Database, keys: readonly SecretKey[]): Promise<void> {
  await database.write(async (transaction) => {
    for (const key of keys) {
      const fingerprint = fingerprintOf(key);
      const { kid } = key;
      await transaction.rows(REMEMBER, { kid, fingerprint });
      const known = await transaction.get(KeyFingerprint, { kid });
      if (known.fingerprint !== fingerprint) {
        throw new KeyProblem(
          `The key "${kid}" is not the one this database was used with. Give the new key another kid.`,
        );
      }
    }
  });
}

/** How many usable secrets and API tokens have a digest under each key. */
export async function countLiveDigests(
  read: Reader,
  kids: readonly string[],
  now: number,
): Promise<{ kid: string; clientSecrets: number; apiTokens: number }[]> {
  const counts = [];
  for (const kid of kids) {
    const prefix = prefixOf(kid);
    const count = async (table: string) => {
      const text = `SELECT COUNT(*) AS items FROM ${table} WHERE ${USABLE} AND substr(digest, 1, length(:prefix)) = :prefix`;
      return Number((await read.rows(text, { now, prefix }))[0]?.items);
    };
    counts.push({ kid, clientSecrets: await count("client_secrets"), apiTokens: await count("api_tokens") });
  }
  return counts;
}

function prefixOf(kid: string): string {
  return `v1$${kid}$`;
}

import type { Database } from "../../database/database.js";
import type { Reader } from "../../database/reader.js";
import { KeyFingerprint } from "../../model/key-fingerprint.js";
import { FOREIGN } from "../secrets/foreign-digest.js";
import { USABLE } from "../secrets/usable.js";
import { fingerprintOf, kidOf, type SecretKey } from "./secret-keys.js";

/** Tables whose rows have a digest under a server key. */
const DIGESTED = ["client_secrets", "api_tokens"] as const;

/** What a value under a server key begins with, before the kid: a digest, or another system's hash that is sealed. */
const FORMS = ["v1$", FOREIGN] as const;

const REMEMBER = "INSERT INTO key_fingerprints (kid, fingerprint) VALUES (:kid, :fingerprint) ON CONFLICT DO NOTHING";

/** The server keys do not fit this database; the message is a sentence for the operator. */
export class KeyProblem extends Error {}

/** Throws KeyProblem when the key of a usable secret or token is missing: its holder would be locked out unnoticed. */
export async function demandKeysOfLiveDigests(read: Reader, kids: readonly string[], now: number): Promise<void> {
  const isKnown = isUnder(read);
  for (const table of DIGESTED) {
    const text = `SELECT digest FROM ${table} WHERE ${USABLE} AND NOT ${isKnown} LIMIT 1`;
    const [orphan] = await read.rows(text, { now, prefixes: kids.flatMap(prefixesOf) });
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
      demandSame(await transaction.get(KeyFingerprint, { kid }), fingerprint);
    }
  });
}

/** The same without remembering anything. */
export async function demandNoOtherKeys(read: Reader, keys: readonly SecretKey[]): Promise<void> {
  for (const key of keys) {
    const known = await read.find(KeyFingerprint, { kid: key.kid });
    if (known) demandSame(known, fingerprintOf(key));
  }
}

function demandSame({ kid, fingerprint: known }: KeyFingerprint, fingerprint: string): void {
  if (known === fingerprint) return;
  throw new KeyProblem(`The key "${kid}" is not the one this database was used with. Give the new key another kid.`);
}

/**
 * How many usable secrets and API tokens need each key, and then under `imported` how many secrets nobody has used here,
 * so that only another system's hash of them is known.
 */
export async function countLiveDigests(
  read: Reader,
  kids: readonly string[],
  now: number,
): Promise<{ kid: string; clientSecrets: number; apiTokens: number }[]> {
  const counts = [];
  for (const kid of kids) counts.push({ kid, ...(await countUnder(read, prefixesOf(kid), now)) });
  return [...counts, { kid: "imported", ...(await countUnder(read, [FOREIGN], now)) }];
}

async function countUnder(read: Reader, prefixes: readonly string[], now: number) {
  const count = async (table: string) => {
    const text = `SELECT COUNT(*) AS items FROM ${table} WHERE ${USABLE} AND ${isUnder(read)}`;
    return Number((await read.rows(text, { now, prefixes }))[0]?.items);
  };
  return { clientSecrets: await count("client_secrets"), apiTokens: await count("api_tokens") };
}

function prefixesOf(kid: string): string[] {
  return FORMS.map((form) => `${form}${kid}$`);
}

/** SQL for rows whose digest begins with one of `:prefixes`. */
function isUnder(read: Reader): string {
  return `EXISTS (SELECT 1 FROM ${read.elements("prefixes")} WHERE substr(digest, 1, length(value)) = value)`;
}

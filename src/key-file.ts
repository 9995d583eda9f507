import { randomBytes } from "node:crypto";
import { link, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Config } from "./config.js";
import { sqlitePathOf } from "./database/data-source.js";
import { fileProblem } from "./file-problems.js";
import { formatKeys, parseSecretKeys } from "./key-texts.js";
import { KeyProblem } from "./services/keys/key-check.js";
import type { KeyList, SecretKey } from "./services/keys/secret-keys.js";

/** The path of the key file: SECRET_KEYS_FILE, or beside the SQLite database. */
export function keyFileOf({ databaseUrl, secretKeysFile }: Config): string {
  return secretKeysFile ?? join(dirname(sqlitePathOf(databaseUrl) ?? "."), "secret-keys");
}

/** A new random key with a new kid. */
export function newKey(): SecretKey {
  return { kid: `k${randomBytes(4).toString("hex")}`, key: randomBytes(32) };
}

/** Replaces the key file in one step. A running gateway reads it when it meets an unknown key. */
export async function replaceKeyFile(path: string, keys: readonly SecretKey[]): Promise<void> {
  const draft = await writeDraft(path, `${formatKeys(keys)}\n`);
  await rename(draft, path);
}

/**
 * Reads the key file beside a SQLite database, or creates it at the first start, readable by the owner only.
 * `demandUnused` throws for a database in use, which gets no new key: its secrets and tokens would all stop working.
 */
export async function loadKeyFile(path: string, demandUnused: () => Promise<void>): Promise<KeyList> {
  return keysIn((await readIfThere(path)) ?? (await createKeyFile(path, demandUnused)), path);
}

/** Reads the key file. Throws a `KeyProblem` when it is gone or is not a key file. */
export async function readKeyFile(path: string): Promise<KeyList> {
  return keysIn(await readFile(path, "utf8").catch(unreadable(path)), path);
}

function keysIn(text: string, path: string): KeyList {
  const [first, ...rest] = parseSecretKeys(text.trim()) ?? [];
  if (!first) throw new KeyProblem(`${path} does not hold kid:base64[,kid:base64…] with keys of at least 32 bytes.`);
  return [first, ...rest];
}

async function createKeyFile(path: string, demandUnused: () => Promise<void>): Promise<string> {
  try {
    await demandUnused();
  } catch (error) {
    // Another process may have created the file and used its key in the meantime.
    const text = await readIfThere(path);
    if (text === undefined) throw error;
    return text;
  }
  await writeOnce(path, `${formatKeys([newKey()])}\n`);
  return readFile(path, "utf8");
}

/** Creates the file by a link, so that it is complete or absent, and the first of two processes wins. */
async function writeOnce(path: string, text: string): Promise<void> {
  const draft = await writeDraft(path, text);
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await rm(draft);
}

async function writeDraft(path: string, text: string): Promise<string> {
  const draft = `${path}.${randomBytes(8).toString("hex")}.tmp`;
  const file = await open(draft, "wx", 0o600).catch((error: unknown) => {
    throw new KeyProblem(`${path} cannot be written: ${fileProblem(error)}.`);
  });
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  return draft;
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) =>
    error.code === "ENOENT" ? undefined : unreadable(path)(error),
  );
}

function unreadable(path: string) {
  return (error: unknown): never => {
    throw new KeyProblem(`${path} cannot be read: ${fileProblem(error)}.`);
  };
}

import { randomBytes } from "node:crypto";
import { link, open, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseSecretKeys } from "./config.js";
import type { SecretKey } from "./services/secret-keys.js";

/**
 * The server keys beside a SQLite database, for when SECRET_KEYS is not set: made on the first start, readable by
 * the owner only. Whoever loses this file has to issue every secret and token anew, so a database that is in use,
 * which `demandUnused` throws for, gets no new one.
 */
export async function loadKeyFile(
  databasePath: string,
  demandUnused: () => Promise<void>,
): Promise<[SecretKey, ...SecretKey[]]> {
  const path = join(dirname(databasePath), "secret-keys");
  const text = (await readIfThere(path)) ?? (await createKeyFile(path, demandUnused));
  const [first, ...rest] = parseSecretKeys(text.trim()) ?? [];
  if (!first) throw new Error(`${path} does not hold kid:base64[,kid:base64…] with keys of at least 32 bytes.`);
  return [first, ...rest];
}

async function createKeyFile(path: string, demandUnused: () => Promise<void>): Promise<string> {
  try {
    await demandUnused();
  } catch (error) {
    // Another process may have made the first key and used it meanwhile.
    const text = await readIfThere(path);
    if (text === undefined) throw error;
    return text;
  }
  await writeOnce(path, `k${randomBytes(4).toString("hex")}:${randomBytes(32).toString("base64")}\n`);
  return readFile(path, "utf8");
}

/** Written aside and linked into place: whole or not at all, and the first of two processes wins. */
async function writeOnce(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(8).toString("hex")}.tmp`;
  const file = await open(draft, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await rm(draft);
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}

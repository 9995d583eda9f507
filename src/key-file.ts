import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseSecretKeys } from "./config.js";
import type { SecretKey } from "./services/secret-keys.js";

/**
 * The server keys beside a SQLite database, for when SECRET_KEYS is not set: made on the first start, readable by
 * the owner only. Whoever loses this file has to issue every secret and token anew.
 */
export async function loadKeyFile(databasePath: string): Promise<[SecretKey, ...SecretKey[]]> {
  const path = join(dirname(databasePath), "secret-keys");
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return createKeyFile(path);
    throw error;
  });
  const [first, ...rest] = parseSecretKeys(text.trim()) ?? [];
  if (!first) throw new Error(`${path} does not hold kid:base64[,kid:base64…] with keys of at least 32 bytes.`);
  return [first, ...rest];
}

/** Written aside and linked into place: whole or not at all, and the first of two processes wins. */
async function createKeyFile(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.tmp`;
  const file = await open(draft, "wx", 0o600);
  try {
    await file.writeFile(`k1:${randomBytes(32).toString("base64")}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await rm(draft);
  return readFile(path, "utf8");
}

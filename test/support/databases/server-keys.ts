import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseSecretKeys } from "../../../src/key-texts.js";
import type { KeyList } from "../../../src/services/keys/secret-keys.js";
import type { TestDatabase } from "./databases.js";

/** The server keys of the gateway on this database, as whoever has its host reads them. */
export async function readKeys({ env, folder }: TestDatabase): Promise<KeyList> {
  const text = env.SECRET_KEYS ?? (await readFile(join(String(folder), "secret-keys"), "utf8"));
  return parseSecretKeys(text.trim()) as unknown as KeyList;
}

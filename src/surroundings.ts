import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Client } from "pg";
import { type Config, isLoopback } from "./config.js";
import { sqlitePathOf } from "./database/data-source.js";
import { keyFileOf } from "./key-file.js";

/** The permissions of everybody but the owner. */
const OF_OTHERS = 0o077;

/** Warnings about unsafe permissions of keys and data, and about an unprotected connection to the database. */
export async function surroundingsWarnings(config: Config): Promise<string[]> {
  const path = sqlitePathOf(config.databaseUrl);
  const paths = [
    ...(path === undefined ? [] : [dirname(path), path]),
    ...(config.secretKeys ? [] : [keyFileOf(config)]),
  ];
  // Windows has no such permissions; the mode that Node reports there means nothing.
  const exposures = process.platform === "win32" ? [] : await Promise.all(paths.map(exposureWarnings));
  return [...exposures.flat(), ...(path === undefined ? connectionWarnings(config.databaseUrl) : [])];
}

async function exposureWarnings(path: string): Promise<string[]> {
  const { mode } = await stat(path);
  if ((mode & OF_OTHERS) === 0) return [];
  const permissions = (mode & 0o777).toString(8).padStart(4, "0");
  return [`${path} is open to others than its owner (mode ${permissions}): chmod go= ${path}`];
}

/** pg decides what a URL and PGSSLMODE mean, so it is asked. */
function connectionWarnings(connectionString: string): string[] {
  const { host, ssl } = new Client({ connectionString }) as { host: string; ssl?: boolean | object };
  if (!host || host.startsWith("/") || isLoopback(host)) return [];
  if (!ssl) {
    return [
      "DATABASE_URL has no TLS to another host: digests and the audit log would cross the network in the clear; add sslmode=verify-full",
    ];
  }
  const isChecked = typeof ssl !== "object" || !("rejectUnauthorized" in ssl) || ssl.rejectUnauthorized !== false;
  return isChecked ? [] : ["DATABASE_URL does not check whose certificate it is given; use sslmode=verify-full"];
}

import "reflect-metadata";
import { access, constants, mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Config } from "./config.js";
import { sqlitePathOf } from "./database/data-source.js";
import { Database, type DatabaseOptions } from "./database/database.js";
import type { ScanLimits } from "./database/scans.js";
import { StatementCounter } from "./database/statement-counter.js";
import { fileProblem } from "./file-problems.js";
import { keyFileOf, loadKeyFile, readKeyFile } from "./key-file.js";
import { type KeyFileListener, keyFileSource } from "./key-file-reload.js";
import { outsideIssuer } from "./outgoing/outside-issuer.js";
import type { AuditFollower } from "./services/audit/audit-trail.js";
import type { Clock } from "./services/clock.js";
import { demandKeysOfLiveDigests, demandNoOtherKeys, demandSameKeys } from "./services/keys/key-check.js";
import { type KeyList, SecretKeys } from "./services/keys/secret-keys.js";
import type { TripListener } from "./services/secrets/retirement-tripwire.js";
import { createServices, type Services } from "./services/services.js";

/** The services over an open database; `close` closes both. */
export interface OpenServices {
  database: Database;
  services: Services;
  close(): Promise<void>;
}

export interface OpenOptions {
  clock?: Clock;
  scanLimits?: Partial<ScanLimits> | undefined;
  /** Whether opening them writes nothing: the schema has to be this version's, and the key file there. */
  isAsItIs?: boolean;
  /** Followers, which are told of audit events after their commit, once `services.afterCommit` is started. */
  followers?: readonly AuditFollower[];
  onStatement?: () => void;
  onTrip?: TripListener;
  /** Called for each hash of another system that is computed. */
  onHashCheck?: () => void;
  /** Called when old keys of the outside issuer have to be used, with the reason; see outgoing/issuer-keys.ts. */
  onStaleKeys?: (cause: unknown) => void;
  onError?: (error: unknown, requestId?: string | null) => void;
  /** Called when the key file changes; a file that is refused is reported at most once a minute. */
  onKeyFile?: KeyFileListener;
}

/** Resolves the path first: in a working folder that was deleted, Node's recursive mkdir never ends. */
async function makeFolder(folder: string): Promise<void> {
  let absolute: string;
  try {
    absolute = resolve(folder);
  } catch (cause) {
    throw new Error("the folder that it was started in is gone, and DATABASE_URL is relative to it.", { cause });
  }
  await mkdir(absolute, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw new Error(`The folder ${absolute} of the database cannot be made: ${fileProblem(error)}.`);
  });
}

/** SQLite would open a file that it may only read, and make others beside it that nobody may write. */
async function demandWritable(path: string): Promise<void> {
  await access(path, constants.R_OK | constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return;
    throw new Error(`The database ${path} cannot be read and written: ${fileProblem(error)}.`);
  });
}

/** Opens the database and checks the server keys; used by the gateway and the command line. */
export async function openServices(config: Config, options: OpenOptions = {}): Promise<OpenServices> {
  const {
    clock = Date.now,
    isAsItIs = false,
    followers = [],
    onStatement = () => undefined,
    onTrip = () => undefined,
    onHashCheck = () => undefined,
    onStaleKeys = () => undefined,
    onError = () => undefined,
  } = options;
  const path = sqlitePathOf(config.databaseUrl);
  if (path !== undefined) {
    await makeFolder(dirname(path));
    await demandWritable(path);
  }
  const logger = new StatementCounter(onStatement);
  const database = await openDatabase({
    url: config.databaseUrl,
    keepsStatements: config.preparedStatements,
    logger,
    isAsItIs,
    scanLimits: options.scanLimits,
  });
  try {
    const keys = await openKeys(config, database, { clock, isAsItIs, listener: options.onKeyFile });
    const services = createServices({
      database,
      keys,
      clock,
      audience: config.publicUrl,
      followers,
      verifyUserToken: config.oidc && outsideIssuer({ ...config.oidc, clock, onStaleKeys }),
      onTrip,
      onHashCheck,
      onError,
    });
    return { database, services, close: () => services.drain().then(() => database.close()) };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** SQLite has files of its own beside a database. */
const UNOPENED = "it is no file, or this user may not write its folder.";
const UNOPENED_CODES = ["SQLITE_CANTOPEN", "SQLITE_READONLY"];

async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return Database.open(options).catch((error: Error & { code?: string }) => {
    const path = sqlitePathOf(options.url);
    const problem = UNOPENED_CODES.includes(error.code ?? "") ? UNOPENED : error.message;
    throw new Error(`The database${path === undefined ? "" : ` ${path}`} cannot be opened: ${problem}`);
  });
}

/**
 * The configured keys, checked: they must be those that this database was used with, and include the key of every
 * usable secret and token. A key file is read again when it changes.
 */
async function openKeys(
  config: Config,
  database: Database,
  { clock, isAsItIs, listener }: { clock: Clock; isAsItIs: boolean; listener?: KeyFileListener | undefined },
): Promise<SecretKeys> {
  const path = keyFileOf(config);
  const demandKeys = (kids: readonly string[]) => demandKeysOfLiveDigests(database.read, kids, clock());
  const check = async (keys: KeyList) => {
    await demandKeys(keys.map(({ kid }) => kid));
    await (isAsItIs ? demandNoOtherKeys(database.read, keys) : demandSameKeys(database, keys));
  };
  // One that SECRET_KEYS_FILE names is never made: each gateway would have keys of its own.
  const isThere = isAsItIs || config.secretKeysFile !== undefined;
  const load = () => (isThere ? readKeyFile(path) : loadKeyFile(path, () => demandKeys([])));
  const keys = config.secretKeys ?? (await load());
  await check(keys);
  return new SecretKeys(keys, config.secretKeys ? undefined : keyFileSource(path, keys, { clock, check, listener }));
}

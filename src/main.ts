import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ConfigError, readConfig } from "./config.js";
import { sqlitePathOf } from "./database/data-source.js";
import { firstStart } from "./first-start.js";
import { startGateway } from "./gateway.js";

/** How long a stopping gateway goes on serving, so that load balancers notice and send requests elsewhere. */
const DRAIN_NOTICE_MS = 1000;

/** Beside the compiled code; see scripts/build.mjs. */
const CONSOLE_FOLDER = join(import.meta.dirname, "../console");

// Files created here (database, keys) are readable by their owner only.
process.umask(0o077);

try {
  const config = readConfig();
  const starting = startGateway(config, { consoleFolder: CONSOLE_FOLDER });

  let stopping = false;
  const stop = () => {
    // A second signal stops at once.
    if (stopping) process.exit(1);
    stopping = true;
    starting.then((gateway) => gateway.stop(sleep(DRAIN_NOTICE_MS))).then(() => process.exit(0), fail);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);

  const gateway = await starting;
  if (sqlitePathOf(config.databaseUrl) !== undefined) {
    const { services, url, hasConsole } = gateway;
    // PORT=0 without PUBLIC_URL names no port at which anybody could open a page.
    const isReachable = new URL(config.publicUrl).port !== "0";
    const consoleUrl = hasConsole ? (isReachable ? config.publicUrl : url) : undefined;
    process.stdout.write((await firstStart(services, { url, consoleUrl })) ?? "");
  } else if (await gateway.services.organizations.all().then((all) => all.length === 0, isNotKnown)) {
    process.stdout.write("There is no organization yet: create one and its first token with the command line.\n");
  }
} catch (error) {
  fail(error);
}

/** A hint is no reason to end a gateway that serves already, when the database goes away at this moment. */
function isNotKnown(): boolean {
  return false;
}

function fail(error: unknown): never {
  const problems =
    error instanceof ConfigError
      ? error.problems
      : [`The gateway failed: ${error instanceof Error ? error.message : error}`];
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exit(1);
}

import { ConfigError, readConfig } from "./config.js";
import { sqlitePathOf } from "./database/data-source.js";
import { firstStart } from "./first-start.js";
import { startGateway } from "./gateway.js";

/** How long a stopping gateway still serves, so that clients and load balancers notice and go elsewhere. */
const DRAIN_NOTICE_MS = 1000;

try {
  const config = readConfig();
  const starting = startGateway(config);

  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    const gateway = await starting;
    await gateway.stop(DRAIN_NOTICE_MS);
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);

  const gateway = await starting;
  if (sqlitePathOf(config.databaseUrl) !== undefined) {
    process.stdout.write((await firstStart(gateway.services, gateway.url)) ?? "");
  }
} catch (error) {
  if (error instanceof ConfigError) {
    for (const problem of error.problems) process.stderr.write(`${problem}\n`);
  } else {
    process.stderr.write(`The gateway did not start: ${error instanceof Error ? error.message : error}\n`);
  }
  process.exit(1);
}

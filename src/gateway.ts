import { mkdir } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { Config } from "./config.js";
import { sqlitePathOf } from "./database/data-source.js";
import { Database } from "./database/database.js";
import { StatementCounter } from "./database/statement-counter.js";
import { createApp } from "./http/app.js";
import { createLogger } from "./http/logging.js";
import { Metrics } from "./http/metrics.js";
import { loadKeyFile } from "./key-file.js";
import type { Clock } from "./services/clock.js";
import { demandKeysOfLiveDigests } from "./services/key-check.js";
import { SecretKeys } from "./services/secret-keys.js";
import { createServices, type Services } from "./services/services.js";

/** After this, connections that are still open when the gateway stops are cut. */
const DRAIN_TIMEOUT_MS = 7000;

/** A gateway that listens. */
export interface Gateway {
  /** Where it listens, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly services: Services;
  /** Not ready at once; still serves for `noticeMs`, then finishes what it has accepted and closes. */
  stop(noticeMs?: number): Promise<void>;
}

export interface GatewayOptions {
  clock?: Clock;
  logger?: Logger;
}

/** Opens the database under the configured keys: what the gateway and the command line share. */
export async function openServices(
  config: Config,
  { clock = Date.now, onStatement = () => undefined }: { clock?: Clock; onStatement?: () => void } = {},
): Promise<{ database: Database; services: Services }> {
  const path = sqlitePathOf(config.databaseUrl);
  if (path !== undefined) await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const database = await Database.open({ url: config.databaseUrl, logger: new StatementCounter(onStatement) });
  try {
    const demandKeys = (kids: readonly string[]) => demandKeysOfLiveDigests(database.read, kids, clock());
    const keys = new SecretKeys(config.secretKeys ?? (await loadKeyFile(path ?? "", () => demandKeys([]))));
    await demandKeys(keys.kids);
    return { database, services: createServices(database, keys, clock) };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Config → database → services → http. Resolves when the gateway listens. */
export async function startGateway(config: Config, options: GatewayOptions = {}): Promise<Gateway> {
  const { clock, logger = createLogger(config.logLevel) } = options;
  const metrics = new Metrics();
  const { database, services } = await openServices(config, { clock, onStatement: () => metrics.statements.inc() });
  let draining = false;
  const app = await createApp({ config, database, services, metrics, logger, isDraining: () => draining });
  await app.listen({ host: config.host, port: config.port }).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  const metricsServer =
    config.metricsPort === undefined ? undefined : await metrics.listen(config.metricsPort, config.host);
  const { port } = app.server.address() as AddressInfo;
  const url = `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${port}`;
  for (const warning of config.warnings) logger.warn(warning);
  logger.info({ url, publicUrl: config.publicUrl }, "listening");

  return {
    url,
    services,
    async stop(noticeMs = 0) {
      draining = true;
      logger.info("draining");
      await sleep(noticeMs);
      const cut = setTimeout(() => app.server.closeAllConnections(), DRAIN_TIMEOUT_MS);
      await app.close();
      clearTimeout(cut);
      metricsServer?.close();
      await database.close();
      logger.info("stopped");
    },
  };
}

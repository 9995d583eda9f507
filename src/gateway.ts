import "reflect-metadata";
import type { AddressInfo, Server } from "node:net";
import type { Logger } from "pino";
import type { Config } from "./config.js";
import type { ScanLimits } from "./database/scans.js";
import { createApp } from "./http/app.js";
import { limitConnections } from "./http/connection-limit.js";
import { readBuiltConsole } from "./http/console/built-console.js";
import { createLogger } from "./http/logging.js";
import { Metrics } from "./http/metrics.js";
import { UNREAD_LIMITS, type UnreadLimits } from "./http/unread-answers.js";
import { openServices } from "./open-services.js";
import { refusalOf } from "./refusal/refusal.js";
import type { AuditFollower } from "./services/audit/audit-trail.js";
import type { Clock } from "./services/clock.js";
import type { TripListener } from "./services/secrets/retirement-tripwire.js";
import type { Services } from "./services/services.js";
import { surroundingsWarnings } from "./surroundings.js";

/** How long a stopping gateway waits for open connections before it closes them. */
const DRAIN_TIMEOUT_MS = 7000;

/** How often `Services.maintain` runs. */
const UPKEEP_INTERVAL_MS = 60_000;

/** A running gateway. */
export interface Gateway {
  /** Where it listens, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Where it serves its metrics; undefined without METRICS_PORT. */
  readonly metricsUrl: string | undefined;
  readonly services: Services;
  /** Whether it serves the web page at `/console`. */
  readonly hasConsole: boolean;
  /** Reports itself as not ready, serves until the `notice` is over, finishes the requests it has accepted, and closes. */
  stop(notice?: Promise<unknown>): Promise<void>;
}

export interface GatewayOptions {
  clock?: Clock;
  logger?: Logger;
  scanLimits?: Partial<ScanLimits> | undefined;
  /** Default: `UNREAD_LIMITS`. */
  unread?: Partial<UnreadLimits>;
  /** Followers, which are told of audit events after their commit. */
  followers?: readonly AuditFollower[] | undefined;
  /** Where the web page was built; without it none is served. */
  consoleFolder?: string | undefined;
}

/** Starts the rings from the inside: config, database, services, http. Resolves when the gateway listens. */
export async function startGateway(config: Config, options: GatewayOptions = {}): Promise<Gateway> {
  const { clock, scanLimits, followers = [], consoleFolder, logger = createLogger(config.logLevel) } = options;
  const unread = { ...UNREAD_LIMITS, ...options.unread };
  const metrics = new Metrics();
  const onError = (err: unknown, requestId?: string | null) => {
    if (requestId) refusalOf(err, requestId, logger);
    else logger.error({ err }, "unexpected error beside an answer");
  };
  const onStatement = () => metrics.statements.inc();
  const onHashCheck = () => metrics.hashChecks.inc();
  const onTrip: TripListener = (trip) => logger.warn(trip, "a retired client secret was presented");
  const onStaleKeys = (err: unknown) =>
    logger.warn({ err }, "the outside issuer's keys cannot be looked up; the last ones are believed for 24 hours");
  const onKeyFile = {
    refused: ({ message }: Error) => logger.error(`The gateway goes on with the keys it has. ${message}`),
    taken: (kids: readonly string[]) => logger.warn({ kids }, "the key file has changed; its first key signs now"),
  };
  const { database, services, close } = await openServices(config, {
    clock,
    scanLimits,
    followers,
    onStatement,
    onTrip,
    onHashCheck,
    onStaleKeys,
    onError,
    onKeyFile,
  });
  services.afterCommit.start();
  let draining = false;
  const isDraining = () => draining;
  const built = config.console && consoleFolder ? await readBuiltConsole(consoleFolder) : undefined;
  if (config.console && consoleFolder && !built) {
    logger.warn("the console was not built, so there is none at /console; npm run build builds it");
  }
  const app = await createApp({ config, database, services, metrics, logger, unread, built, isDraining });
  const maxConnections = limitConnections(app.server, config.trustProxy);
  await app.listen({ host: config.host, port: config.port }).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const upkeep = setInterval(() => services.maintain().catch(onError), UPKEEP_INTERVAL_MS).unref();
  const metricsServer =
    config.metricsPort === undefined
      ? undefined
      : await metrics.listen({
          port: config.metricsPort,
          host: config.host,
          proxies: config.trustProxy,
          stalledMs: unread.stalledMs,
        });
  const url = urlOf(config.host, app.server);
  const metricsUrl = metricsServer && `${urlOf(config.host, metricsServer)}/metrics`;
  for (const warning of [...config.warnings, ...(await surroundingsWarnings(config))]) logger.warn(warning);
  logger.info({ url, publicUrl: config.publicUrl, metricsUrl, maxConnections }, "listening");

  return {
    url,
    metricsUrl,
    services,
    hasConsole: built !== undefined,
    async stop(notice) {
      draining = true;
      logger.info("draining");
      await notice;
      const cut = setTimeout(() => app.server.closeAllConnections(), DRAIN_TIMEOUT_MS);
      await app.close();
      clearTimeout(cut);
      clearInterval(upkeep);
      metricsServer?.close();
      await close();
      logger.info("stopped");
    },
  };
}

function urlOf(host: string, server: Server): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

import type { DataSource, Logger } from "typeorm";
import type { PostgresDriver } from "typeorm/driver/postgres/PostgresDriver.js";
import { LateDataSource } from "../late-data-source.js";
import { closeAll, type Opened } from "../opened.js";
import { isCurrent } from "../schema-version.js";
import { waitForConnections } from "./connections.js";
import {
  CONNECTION_TIMEOUT_MS,
  postgresDataSource,
  postgresScannerDataSource,
  START_CONNECTION_TIMEOUT_MS,
} from "./data-source.js";
import { POSTGRES } from "./engine.js";
import { demandMigratedPostgres, migratePostgres } from "./migrate.js";
import { PostgresWriter } from "./writer.js";

export interface PostgresOptions {
  /** The connections of each of two pools: authentication reads from one while writes wait for the other. */
  poolSize: number;
  scanDeadlineMs: number;
  logger: Logger | undefined;
  /** Whether its schema must be this version's, and is not brought up to date. */
  isAsItIs: boolean;
  /**
   * Whether the connections that read by an index and that write keep their prepared statements. Otherwise there may be
   * a pooler that knows nothing of sessions.
   */
  keepsStatements: boolean;
}

/** Migrates PostgreSQL, where it may, and connects to it. */
export async function openPostgres(
  url: string,
  { poolSize, scanDeadlineMs, logger, keepsStatements, isAsItIs }: PostgresOptions,
): Promise<Opened> {
  const dataSources: Pick<DataSource, "destroy">[] = [];
  const open = async (dataSource: DataSource) => {
    dataSources.push(await dataSource.initialize());
    return dataSource;
  };
  const close = () => closeAll(dataSources);
  const shared = { logger, sendsLimits: !keepsStatements };
  try {
    const patient = { connectionTimeoutMillis: START_CONNECTION_TIMEOUT_MS };
    const writing = await open(postgresDataSource(url, poolSize, { ...shared, ...patient, keepsStatements }));
    if (!(await isCurrent(writing))) await (isAsItIs ? demandMigratedPostgres(url) : migratePostgres(url));
    waitForConnections(writing, CONNECTION_TIMEOUT_MS);
    const reading = postgresDataSource(url, poolSize, { ...shared, keepsStatements, sharesReads: true });
    const reader = await open(atServerOf(writing, reading));
    const scanner = new LateDataSource(() =>
      atServerOf(writing, postgresScannerDataSource(url, POSTGRES.scansAtOnce, scanDeadlineMs, shared)),
    );
    dataSources.push(scanner);
    const writer = new PostgresWriter(writing, poolSize);
    const closeAfterWriter = async () => {
      await writer.close();
      await close();
    };
    return { writer, reader, scanner, close: closeAfterWriter };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Tells a data source what another one was told by the same server, so that it asks nothing when it is opened. */
function atServerOf({ driver }: DataSource, dataSource: DataSource): DataSource {
  const { version, searchSchema } = driver as PostgresDriver;
  Object.assign(dataSource.driver, { version, searchSchema });
  return dataSource;
}

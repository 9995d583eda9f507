import type { DataSource, Logger } from "typeorm";
import { LateDataSource } from "../late-data-source.js";
import { demandNotMoved } from "../moving/moved-away.js";
import { closeAll, type Opened } from "../opened.js";
import { demandCurrentSchema, isCurrent } from "../schema-version.js";
import { Checkpoints } from "./checkpoints.js";
import { sqliteReaderDataSource, sqliteScannerDataSource, sqliteWriterDataSource } from "./data-source.js";
import { migrateSqlite } from "./migrate.js";
import { configureSqlite, SqliteWriter } from "./writer.js";

/** Opens a SQLite file, creating it when there is none, and migrates it, unless it is to be as it is. */
export async function openSqlite(path: string, logger: Logger | undefined, isAsItIs: boolean): Promise<Opened> {
  const dataSources: Pick<DataSource, "destroy">[] = [];
  const open = async (dataSource: DataSource) => {
    dataSources.push(await dataSource.initialize());
    return dataSource;
  };
  try {
    const writing = await open(sqliteWriterDataSource(path, logger));
    await demandNotMoved(writing);
    await configureSqlite(writing);
    if (!(await isCurrent(writing))) await (isAsItIs ? demandCurrentSchema(writing) : migrateSqlite(writing));
    const reader = await open(sqliteReaderDataSource(path, logger));
    const scanner = new LateDataSource(() => sqliteScannerDataSource(path, logger));
    dataSources.push(scanner);
    const writer = new SqliteWriter(writing, await Checkpoints.open(path));
    const close = async () => {
      try {
        await writer.close();
      } finally {
        await closeAll(dataSources);
      }
    };
    return { writer, reader, scanner, close };
  } catch (error) {
    await closeAll(dataSources);
    throw error;
  }
}

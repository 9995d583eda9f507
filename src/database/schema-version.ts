import { type DataSource, MigrationExecutor, type QueryRunner } from "typeorm";
import { PRODUCT_VERSION } from "../model/product-version.js";
import { SchemaVersion } from "../model/schema-version.js";
import { MIGRATIONS } from "./migrations/index.js";

/**
 * Whether a database has this version's schema and says so. It asks as little as can be asked, since mostly it has;
 * otherwise `migrate` and `demandCurrentSchema` find out why.
 */
export async function isCurrent(dataSource: DataSource): Promise<boolean> {
  const known = new Set(MIGRATIONS.map(({ name }) => name));
  const recorded = "SELECT name, version FROM migrations LEFT JOIN schema_versions ON migration = name";
  const rows: { name: string; version: string | null }[] = await dataSource.query(recorded).catch(() => []);
  return rows.length === known.size && rows.every(({ name, version }) => known.has(name) && version !== null);
}

/** Brings the schema up to date, in the runner's transaction. Throws as `missingMigrations` does. */
export async function migrate(dataSource: DataSource, runner: QueryRunner): Promise<void> {
  if ((await missingMigrations(dataSource, runner)) > 0) {
    const executor = new MigrationExecutor(dataSource, runner);
    executor.transaction = "none";
    await executor.executePendingMigrations();
  }
  await recordSchemaVersion(runner);
}

/** Throws when a database still lacks a migration of this version, or all of them. Changes nothing. */
export async function demandCurrentSchema(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    if ((await missingMigrations(dataSource, runner)) === 0) return;
    throw new Error(
      `its schema is not that of version ${PRODUCT_VERSION} yet, and this changes nothing. Start the gateway on it first, or run the command \`migrate\`.`,
    );
  } finally {
    await runner.release();
  }
}

/**
 * How many migrations of this version a database lacks. Throws when a newer version of the gateway has migrated it: an
 * older one would not know what to write.
 */
async function missingMigrations(dataSource: DataSource, runner: QueryRunner): Promise<number> {
  const known = new Set(MIGRATIONS.map(({ name }) => name));
  const executed = await new MigrationExecutor(dataSource, runner).getExecutedMigrations();
  const unknown = executed.filter(({ name }) => !known.has(name)).sort((one, other) => other.timestamp - one.timestamp);
  const [newest] = unknown;
  if (!newest) return MIGRATIONS.length - executed.length;
  const record = await runner.manager.findOneBy(SchemaVersion, { migration: newest.name }).catch(() => null);
  throw new Error(
    `it needs version ${record?.version ?? "unknown"} of the gateway or a newer one, which has migrated it (${newest.name}); this is version ${PRODUCT_VERSION}.`,
  );
}

/** Records this version for migrations that have none recorded. */
async function recordSchemaVersion(runner: QueryRunner): Promise<void> {
  const recorded = new Set((await runner.manager.find(SchemaVersion)).map(({ migration }) => migration));
  for (const { name } of MIGRATIONS) {
    if (!recorded.has(name)) {
      await runner.manager.insert(SchemaVersion, { migration: name, version: PRODUCT_VERSION });
    }
  }
}

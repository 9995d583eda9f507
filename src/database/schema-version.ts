import { type DataSource, MigrationExecutor, type QueryRunner } from "typeorm";
import { PRODUCT_VERSION } from "../model/product-version.js";
import { SchemaVersion } from "../model/schema-version.js";
import { MIGRATIONS } from "./migrations/index.js";

/**
 * Throws when a newer version of the gateway has migrated this database: an older one would not know what to write. To
 * be called before anything is changed.
 */
export async function demandKnownSchema(dataSource: DataSource, runner: QueryRunner): Promise<void> {
  const known = new Set(MIGRATIONS.map(({ name }) => name));
  const executed = await new MigrationExecutor(dataSource, runner).getExecutedMigrations();
  const unknown = executed.filter(({ name }) => !known.has(name)).sort((one, other) => other.timestamp - one.timestamp);
  const [newest] = unknown;
  if (!newest) return;
  const record = await runner.manager.findOneBy(SchemaVersion, { migration: newest.name }).catch(() => null);
  throw new Error(
    `it needs version ${record?.version ?? "unknown"} of the gateway or a newer one, which has migrated it (${newest.name}); this is version ${PRODUCT_VERSION}.`,
  );
}

/** Throws when a database still lacks a migration of this version, or all of them. Changes nothing. */
export async function demandCurrentSchema(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    // To ask for those that were executed makes the table.
    const isNew = !(await runner.hasTable("migrations"));
    if (!isNew) await demandKnownSchema(dataSource, runner);
    const executed = isNew ? [] : await new MigrationExecutor(dataSource, runner).getExecutedMigrations();
    if (executed.length === MIGRATIONS.length) return;
    throw new Error(
      `its schema is not that of version ${PRODUCT_VERSION} yet, and this changes nothing. Start the gateway on it first, or run the command \`migrate\`.`,
    );
  } finally {
    await runner.release();
  }
}

/** Records this version for migrations that have none recorded. */
export async function recordSchemaVersion(runner: QueryRunner): Promise<void> {
  const recorded = new Set((await runner.manager.find(SchemaVersion)).map(({ migration }) => migration));
  for (const { name } of MIGRATIONS) {
    if (!recorded.has(name)) {
      await runner.manager.insert(SchemaVersion, { migration: name, version: PRODUCT_VERSION });
    }
  }
}

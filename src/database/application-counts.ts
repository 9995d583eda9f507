import type { QueryRunner } from "typeorm";

/**
 * How many rows keep one organization's count on PostgreSQL, where registrations would wait for each other on a single
 * one. A connection always uses the same one.
 */
const SHARDS = 64;

/** SQL for how many applications an organization has. */
export const APPLICATIONS = `SELECT COALESCE(SUM(items), 0) AS items FROM application_counts
  WHERE organization_id = :organizationId`;

const SQLITE_TRIGGERS = {
  application_counted: `AFTER INSERT ON oauth_applications BEGIN
    INSERT INTO application_counts VALUES (NEW.organization_id, 0, 1)
      ON CONFLICT (organization_id, shard) DO UPDATE SET items = items + 1; END`,
  application_uncounted: `AFTER DELETE ON oauth_applications BEGIN
    UPDATE application_counts SET items = items - 1 WHERE organization_id = OLD.organization_id; END`,
};

const POSTGRES_TRIGGERS = {
  application_counted: `AFTER INSERT ON oauth_applications REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION count_applications('1')`,
  application_uncounted: `AFTER DELETE ON oauth_applications REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION count_applications('-1')`,
};

const POSTGRES_FUNCTION = `CREATE FUNCTION count_applications() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO application_counts AS kept (organization_id, shard, items)
      SELECT organization_id, pg_backend_pid() % ${SHARDS}, TG_ARGV[0]::integer * COUNT(*)
        FROM changed GROUP BY organization_id ORDER BY organization_id
      ON CONFLICT (organization_id, shard) DO UPDATE SET items = kept.items + EXCLUDED.items;
    RETURN NULL;
  END
$$`;

/** Counts all applications, and from then on each that comes or goes, whoever writes it. */
export async function countApplications(runner: QueryRunner): Promise<void> {
  if (runner.connection.options.type === "postgres") {
    await runner.query(POSTGRES_FUNCTION);
    for (const [name, definition] of Object.entries(POSTGRES_TRIGGERS)) {
      await runner.query(`CREATE TRIGGER ${name} ${definition}`);
    }
  } else await keepSqliteApplicationCounts(runner);
  // From here on nobody else adds or deletes an application until the migration is committed.
  await runner.query(`INSERT INTO application_counts (organization_id, shard, items)
    SELECT organization_id, 0, COUNT(*) FROM oauth_applications GROUP BY organization_id`);
}

/** Creates missing triggers: TypeORM drops them when it re-creates a table. */
export async function keepSqliteApplicationCounts(runner: QueryRunner): Promise<void> {
  for (const [name, definition] of Object.entries(SQLITE_TRIGGERS)) {
    await runner.query(`CREATE TRIGGER IF NOT EXISTS ${name} ${definition}`);
  }
}

export async function dropApplicationCounts(runner: QueryRunner): Promise<void> {
  const isPostgres = runner.connection.options.type === "postgres";
  for (const name of Object.keys(isPostgres ? POSTGRES_TRIGGERS : SQLITE_TRIGGERS)) {
    await runner.query(`DROP TRIGGER ${isPostgres ? `${name} ON oauth_applications` : `IF EXISTS ${name}`}`);
  }
  if (isPostgres) await runner.query("DROP FUNCTION count_applications()");
  await runner.query("DROP TABLE application_counts");
}

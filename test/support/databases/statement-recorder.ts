import type { Logger } from "typeorm";

/** TypeORM's logger, which keeps the statements. */
export function statementRecorder(statements: string[]): Logger {
  const ignore = () => undefined;
  return {
    logQuery: (sql) => void statements.push(sql),
    logQueryError: ignore,
    logQuerySlow: ignore,
    logSchemaBuild: ignore,
    logMigration: ignore,
    log: ignore,
  };
}

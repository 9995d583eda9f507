import type { Logger } from "typeorm";

/** A logger for TypeORM that adds each statement to the list. */
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

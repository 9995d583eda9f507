import type { Logger } from "typeorm";

/** Counts statements as TypeORM's logger; it never sees values of parameters. */
export class StatementCounter implements Logger {
  constructor(private readonly onStatement: () => void) {}

  logQuery(): void {
    this.onStatement();
  }
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

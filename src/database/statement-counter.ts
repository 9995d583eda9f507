import type { Logger } from "typeorm";

/** TypeORM's logger interface used to count statements; it never sees parameters' values. */
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

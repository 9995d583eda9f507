import type { EntityManager } from "typeorm";
import { vi } from "vitest";
import type { Database } from "../../../src/database/database.js";
import { StatementCounter } from "../../../src/database/statement-counter.js";
import type { TestGateway } from "../gateway/gateway.js";

/** What a gateway logs of its statements while `work` runs, in their order; another one in the process may log, too. */
export async function loggedWhile({ gateway }: TestGateway, work: () => Promise<unknown>): Promise<string[]> {
  const database: Database = Reflect.get(gateway.services.apiTokens, "database");
  const { logger } = (Reflect.get(database.read, "manager") as EntityManager).connection.options;
  const log = vi.spyOn(StatementCounter.prototype as unknown as { logQuery(sql: string): void }, "logQuery");
  try {
    await work();
    return log.mock.calls.filter((_, n) => log.mock.contexts[n] === logger).map(([sql]) => sql);
  } finally {
    log.mockRestore();
  }
}

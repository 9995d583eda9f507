import type { EntityManager } from "typeorm";
import type { Row } from "../engine.js";

/** TypeORM answers a statement that changes rows with a pair: the rows that it returns, and how many it changed. */
export async function run(manager: EntityManager, sql: string, values: unknown[] = []): Promise<Row[]> {
  const answer: Row[] | [Row[], number] = await manager.query(sql, values);
  return Array.isArray(answer[0]) ? answer[0] : (answer as Row[]);
}

import type { EntityManager } from "typeorm";
import type { Row } from "../engine.js";

/** Of what changes rows TypeORM answers a pair: what it returns, and how many there were. */
export async function run(manager: EntityManager, sql: string, values: unknown[] = []): Promise<Row[]> {
  const answer: Row[] | [Row[], number] = await manager.query(sql, values);
  return Array.isArray(answer[0]) ? answer[0] : (answer as Row[]);
}

import type { EntityManager } from "typeorm";
import type { Parameters } from "../engine.js";
import { Statements } from "../statements.js";
import { cell } from "./run.js";

const texts = new Statements();

/** Whether all these rows exist. With a single writer, nobody changes them before the transaction ends. */
export async function areThere(
  manager: EntityManager,
  rows: readonly { table: string; condition: string }[],
  parameters: Parameters,
): Promise<boolean> {
  const found = rows.map(({ table, condition }) => `EXISTS (SELECT 1 FROM ${table} WHERE ${condition})`);
  const text = `SELECT CASE WHEN ${found.join(" AND ")} THEN 'true' END AS cell`;
  return (await cell(manager, ...texts.bind(text, parameters))) === "true";
}

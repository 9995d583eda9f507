import { readFile } from "node:fs/promises";
import { Client } from "pg";
import sqlite3 from "sqlite3";
import type { EntityManager } from "typeorm";
import { vi } from "vitest";
import { PLANNED_FOR_VALUES } from "../../../src/database/engine.js";
import { POSTGRES } from "../../../src/database/postgres/engine.js";
import { SQLITE } from "../../../src/database/sqlite/engine.js";
import type { DatabaseKind } from "./databases.js";

export interface Asked {
  sql: string;
  values: unknown[];
  /** Whether PostgreSQL keeps it, and then perhaps plans it for any values. */
  isKept: boolean;
}

/** Everything that services read or write from now on, with its values. */
export function recordAsked(kind: DatabaseKind): Asked[] {
  const asked: Asked[] = [];
  const engine = kind === "sqlite" ? SQLITE : POSTGRES;
  for (const name of ["run", "rows"] as const) {
    const send = engine[name].bind(engine) as (...args: unknown[]) => never;
    vi.spyOn(engine, name).mockImplementation(((...args: unknown[]) => {
      const [{ connection }, sql, values = []] = args as [EntityManager, string, unknown[]];
      const { extra } = connection.options as { extra?: { keepsStatements?: boolean } };
      asked.push({ sql, values, isKept: extra?.keepsStatements === true && !sql.endsWith(PLANNED_FOR_VALUES) });
      return send(...args);
    }) as never);
  }
  return asked;
}

interface Plan {
  "Node Type": string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  Plans?: Plan[];
}

const SCANS = /^(?:Seq|Index|Index Only|Bitmap Index|Bitmap Heap) Scan$/;

function rowsOf(plan: Plan): number {
  const seen =
    plan["Actual Rows"] + (plan["Rows Removed by Filter"] ?? 0) + (plan["Rows Removed by Index Recheck"] ?? 0);
  const own = SCANS.test(plan["Node Type"]) ? seen * plan["Actual Loops"] : 0;
  return own + (plan.Plans ?? []).reduce((sum, inner) => sum + rowsOf(inner), 0);
}

/** Looks at statements on one connection, which plans each text once for any values. */
export interface RowsRead {
  /** How many rows and index entries a statement reads on PostgreSQL, planned for its values or for any. */
  of(asked: Asked, isGeneric: boolean): Promise<number>;
  close(): Promise<void>;
}

export async function rowsReadOnPostgres(url: string): Promise<RowsRead> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const names = new Map<string, string>();

  async function nameOf(sql: string): Promise<string> {
    const known = names.get(sql);
    if (known) return known;
    const name = `asked_${names.size}`;
    await client.query(`PREPARE ${name} AS ${sql}`);
    names.set(sql, name);
    return name;
  }

  function literalOf(value: unknown): string {
    if (Array.isArray(value)) return client.escapeLiteral(`{${value.map((one) => JSON.stringify(one)).join(",")}}`);
    return value === null ? "NULL" : client.escapeLiteral(String(value));
  }

  return {
    async of({ sql, values }, isGeneric) {
      const name = await nameOf(sql);
      const execute = values.length === 0 ? name : `${name}(${values.map(literalOf).join(", ")})`;
      await client.query(`SET plan_cache_mode = force_${isGeneric ? "generic" : "custom"}_plan`);
      const { rows } = await client.query(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) EXECUTE ${execute}`);
      return rowsOf(rows[0]["QUERY PLAN"][0].Plan);
    },
    close: () => client.end(),
  };
}

const PAGE_BYTES = 4096;

/** How many pages a statement reads on SQLite, with nothing in its cache. */
export async function pagesReadOnSqlite(path: string, { sql, values }: Asked): Promise<number> {
  const database = new sqlite3.Database(path, sqlite3.OPEN_READONLY);
  const all = (text: string, parameters: unknown[] = []) =>
    new Promise((resolve, reject) =>
      database.all(text, parameters, (error, rows) => (error ? reject(error) : resolve(rows))),
    );
  try {
    await all("SELECT COUNT(*) FROM sqlite_master");
    const before = await bytesRead();
    await all(sql, values.map(parameterOf));
    return Math.ceil(((await bytesRead()) - before) / PAGE_BYTES);
  } finally {
    await new Promise((resolve) => database.close(resolve));
  }
}

function parameterOf(value: unknown): unknown {
  if (Array.isArray(value)) return JSON.stringify(value);
  return typeof value === "boolean" ? Number(value) : value;
}

/** By this process, from files and sockets. */
async function bytesRead(): Promise<number> {
  return Number(/^rchar: (\d+)$/m.exec(await readFile("/proc/self/io", "utf8"))?.[1]);
}

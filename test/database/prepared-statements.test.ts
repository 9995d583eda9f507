import type { DataSource } from "typeorm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import { createMigratedDatabase, type TestDatabase } from "../support/databases/databases.js";
import { statementRecorder } from "../support/databases/statement-recorder.js";

const KEPT = "SELECT count(*)::int AS items FROM pg_prepared_statements WHERE statement LIKE :pattern";

describe("a connection to PostgreSQL", () => {
  let test: TestDatabase;
  let database: Database;
  let statements: string[];

  const open = (keepsStatements: boolean) =>
    Database.open({ url: test.url, poolSize: 1, keepsStatements, logger: statementRecorder(statements) });

  beforeEach(async () => {
    test = await createMigratedDatabase("postgres");
    statements = [];
    database = await open(true);
  });
  afterEach(async () => {
    await database.close();
    await test.drop();
  });

  /** How many statements like this the only connection that reads keeps. */
  const kept = async (pattern: string) => (await database.read.rows(KEPT, { pattern }))[0]?.items;

  const read = async (reader = database.read) =>
    (await reader.rows("SELECT value FROM scratch WHERE id = :id", { id: 1 }))[0]?.value;
  const scratch = () => test.query("CREATE TABLE scratch (id int, value int); INSERT INTO scratch VALUES (1, 7)");

  it("keeps what is asked for again, and tells of each time that it was asked", async () => {
    await scratch();
    for (let time = 0; time < 5; time++) expect(await read()).toBe(7);
    expect(await kept("SELECT value FROM scratch%")).toBe(1);
    expect(statements.filter((text) => text.includes("FROM scratch"))).toHaveLength(5);
  });

  it("keeps it in transactions too", async () => {
    await scratch();
    const count = () =>
      database.write(async (transaction) => {
        await read(transaction);
        return (await transaction.rows(KEPT, { pattern: "SELECT value FROM scratch%" }))[0]?.items;
      });
    for (let time = 0; time < 3; time++) await count();
    expect(await count()).toBe(1);
  });

  it("keeps a bounded number of them, of which none was asked for once, and those asked for most recently", async () => {
    await scratch();
    for (let shape = 0; shape < 150; shape++) {
      for (let time = 0; time < 2; time++) {
        expect(await database.read.rows(`SELECT ${shape} AS shape, value FROM scratch`)).toEqual([{ shape, value: 7 }]);
      }
      expect(await database.read.rows(`SELECT ${shape} AS once, value FROM scratch`)).toEqual([
        { once: shape, value: 7 },
      ]);
      await read();
    }
    expect(await kept("SELECT % AS once%")).toBe(0);
    expect(await kept("SELECT value FROM scratch%")).toBe(1);
    const shapes = await kept("SELECT % AS shape%");
    expect(shapes).toBeGreaterThan(50);
    expect(shapes).toBeLessThanOrEqual(100);
    expect(await database.read.rows("SELECT 0 AS shape, value FROM scratch")).toEqual([{ shape: 0, value: 7 }]);
  });

  it("keeps none when it is told so", async () => {
    await database.close();
    database = await open(false);
    await scratch();
    for (let time = 0; time < 3; time++) expect(await read()).toBe(7);
    expect(await kept("%")).toBe(0);
  });

  const use = async () => {
    for (let time = 0; time < 3; time++) {
      await read();
      await database.write(read);
    }
  };

  it("answers after a migration by another gateway has changed a column's type", async () => {
    await scratch();
    await use();
    await test.query("ALTER TABLE scratch ALTER value TYPE text");
    expect([await read(), await database.write(read), await read()]).toEqual(["7", "7", "7"]);
    expect(await kept("SELECT value FROM scratch%")).toBe(1);
  });

  it("answers after its server has forgotten what it kept", async () => {
    await scratch();
    await use();
    await database.read.rows("DEALLOCATE ALL");
    expect([await read(), await read(), await read()]).toEqual([7, 7, 7]);
    expect(await kept("SELECT value FROM scratch%")).toBe(1);
    await database.write((transaction) => transaction.rows("DEALLOCATE ALL"));
    expect(await database.write(read)).toBe(7);
  });

  it("answers after a statement that it was asked to keep has failed", async () => {
    const failure = { driverError: { code: "42P01" } };
    for (let time = 0; time < 3; time++) await expect(read()).rejects.toMatchObject(failure);
    await scratch();
    for (let time = 0; time < 3; time++) expect(await read()).toBe(7);
    const divide = (by: number) => database.read.rows("SELECT 6 / :by::int AS value", { by });
    for (const by of [1, 0, 2, 0, 3]) {
      if (by === 0) await expect(divide(by)).rejects.toMatchObject({ driverError: { code: "22012" } });
      else expect(await divide(by)).toEqual([{ value: 6 / by }]);
    }
  });

  it("may be lost between two who listen for that", async () => {
    const { manager } = database.read as unknown as { manager: { connection: DataSource } };
    const pool = (manager.connection.driver as unknown as { master: import("pg").Pool }).master;
    const client = await pool.connect();
    const ended = new Promise((resolve) => client.once("end", resolve));
    await test.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'oauth-app-gateway'`);
    await ended;
    client.release();
    await expect.poll(() => database.ping()).toBeUndefined();
  });
});

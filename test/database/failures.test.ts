import type { EntityManager } from "typeorm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import { isUnavailable } from "../../src/database/failures.js";
import { createMigratedDatabase, type TestDatabase } from "../support/databases/databases.js";

/** As pg tells of what the server, or a pooler in front of it, has sent. */
function serverError(code: string, severity: string): Error {
  return Object.assign(new Error("from the server"), { code, severity });
}

describe("an error of PostgreSQL", () => {
  let test: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    test = await createMigratedDatabase("postgres");
    database = await Database.open({ url: test.url });
  });
  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  const errorOf = (sql: string, parameters: unknown[] = []) =>
    (database.read as unknown as { manager: EntityManager }).manager.query(sql, parameters).then(
      () => undefined,
      (error: unknown) => error,
    );

  it("is no outage when a statement has more parameters than the protocol has numbers for", async () => {
    const places = Array.from({ length: 70_000 }, (_, index) => `$${index + 1}`);
    const error = await errorOf(`SELECT 1 WHERE '' IN (${places.join(", ")})`, Array(70_000).fill("x"));
    expect(error).toMatchObject({ driverError: { code: "08P01" } });
    expect(isUnavailable(error)).toBe(false);
    await database.ping();
  });

  it("is no outage when a statement is wrong", async () => {
    expect(isUnavailable(await errorOf("SELECT nothing"))).toBe(false);
  });

  it("is an outage when the connection is ended by the server", async () => {
    expect(isUnavailable(await errorOf("SELECT pg_terminate_backend(pg_backend_pid())"))).toBe(true);
  });

  it.each(["08000", "08001", "08003", "08004", "08006", "53000", "53100", "53200", "53300", "57P01", "57P03", "57014"])(
    "is an outage with the code %s",
    (code) => expect(isUnavailable(serverError(code, "ERROR"))).toBe(true),
  );

  it("is an outage with 08P01 from a pooler, which says so before it hangs up", () => {
    expect(isUnavailable(serverError("08P01", "FATAL"))).toBe(true);
  });

  it.each(["08P01", "53400", "54000", "54001", "22001", "23505", "42601", "XX000"])(
    "is no outage with the code %s",
    (code) => expect(isUnavailable(serverError(code, "ERROR"))).toBe(false),
  );
});

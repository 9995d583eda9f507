import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMigratedDatabase, type TestDatabase } from "../support/databases/databases.js";
import { startGatewayProcess } from "../support/processes/gateway-process.js";
import { noteUnexpectedEnd, tellUnexpectedEnds } from "../support/processes/last-words.js";

describe("the end of a process", () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createMigratedDatabase("sqlite");
  });
  afterAll(() => database.drop());

  it("that nobody asked for fails the test, which says how it ended and what it last said, and does so once", async () => {
    const { child } = await startGatewayProcess(database.env);
    child.kill("SIGKILL");
    await expect.poll(() => child.signalCode).toBe("SIGKILL");
    expect(tellUnexpectedEnds).toThrow(/^A gateway ended by itself, with SIGKILL\. The last .*"msg":"listening"/s);
    expect(tellUnexpectedEnds).not.toThrow();
  });

  it("that was asked for is no failure", async () => {
    const gateway = await startGatewayProcess(database.env);
    await gateway.kill("SIGKILL");
    expect(tellUnexpectedEnds).not.toThrow();
  });

  it("is told without secrets and keys, however much was said before", () => {
    const key = `${"k".repeat(43)}=`;
    noteUnexpectedEnd("It", 1, `${"x".repeat(5000)} ogs_${"a".repeat(49)} ogc_${"b".repeat(20)} k1:${key} done`);
    expect(tellUnexpectedEnds).toThrow(/^It ended by itself, with 1\. The last that it said: x{1,2000} … … k1:… done$/);
  });
});

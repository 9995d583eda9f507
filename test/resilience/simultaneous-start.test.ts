import { readdir } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { MIGRATIONS } from "../../src/database/migrations/index.js";
import { createDatabase, type DatabaseKind, type TestDatabase } from "../support/databases/databases.js";
import { brokenRows } from "../support/databases/integrity.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { type GatewayProcess, startGatewayProcess } from "../support/processes/gateway-process.js";
import { organizationAt } from "../support/processes/process-organization.js";

const TOKEN = /ogt_[0-9A-Za-z]{49}/g;

/** Two gateways started in the same moment on an empty database, for as long as `work` runs. */
async function startTwice(
  kind: DatabaseKind,
  work: (one: GatewayProcess, other: GatewayProcess, database: TestDatabase) => Promise<void>,
): Promise<void> {
  const database = await createDatabase(kind);
  const started = await Promise.allSettled([startGatewayProcess(database.env), startGatewayProcess(database.env)]);
  const gateways = started.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  try {
    expect(started.flatMap((result) => (result.status === "rejected" ? [String(result.reason)] : []))).toEqual([]);
    await work(...(gateways as [GatewayProcess, GatewayProcess]), database);
  } finally {
    await Promise.all(gateways.map((gateway) => gateway.kill("SIGKILL")));
    await database.drop();
  }
}

describe("two gateways started in the same moment", () => {
  it.each([1, 2])("both work on an empty PostgreSQL (start %i)", () =>
    startTwice("postgres", async (one, other, database) => {
      const { owner } = await organizationAt(database.env);
      const { clientId, clientSecret } = await owner(one.url).createApplication();
      expect(await owner(other.url).verify(clientId, clientSecret ?? "")).toMatchObject({ active: true });
      expect(await brokenRows(database)).toEqual([]);
    }),
  );

  it.each([1, 2, 3])("share one key file and one first organization in an empty folder of SQLite (start %i)", () =>
    startTwice("sqlite", async (one, other, database) => {
      // The one that came second prints nothing; the owner token may be printed after "listening".
      await expect.poll(() => (one.stdout() + other.stdout()).includes("curl")).toBe(true);
      const printed = new Set((one.stdout() + other.stdout()).match(TOKEN));
      expect(printed.size).toBe(1);
      const [token = ""] = printed;

      const clients = [one, other].map(({ url }) => new GraphqlClient(url, token));
      const created = await Promise.all(
        Array.from({ length: 20 }, (_, number) => (clients[number % 2] as GraphqlClient).createApplication()),
      );
      for (const { clientId, clientSecret } of created) {
        for (const client of clients) {
          expect(await client.verify(clientId, clientSecret ?? "")).toMatchObject({ active: true });
        }
      }
      expect(await database.query("SELECT slug FROM organizations")).toEqual([{ slug: "default" }]);
      expect(await database.query("SELECT count(*) AS count FROM migrations")).toEqual([{ count: MIGRATIONS.length }]);
      expect(await database.query("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
      expect(await brokenRows(database)).toEqual([]);
      const files = (await readdir(database.folder ?? "")).filter((name) => !name.startsWith("gateway.sqlite"));
      expect(files).toEqual(["secret-keys"]);
    }),
  );
});

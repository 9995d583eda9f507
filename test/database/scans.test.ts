import type { DataSource } from "typeorm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import { engineOf } from "../../src/database/engines.js";
import type { Actor } from "../../src/model/actor.js";
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";

/** Never ends by itself. */
const ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n";

const actorOf = (organizationId: string) => ({ organizationId, origin: {} }) as Actor;

describe.each(DATABASE_KINDS)("what may walk a whole list on %s", (kind) => {
  const atOnce = kind === "sqlite" ? 1 : 2;
  let test: TestDatabase;
  let database: Database;
  /** Whose scans are stopped soon. */
  let hasty: Database;

  beforeAll(async () => {
    test = await createMigratedDatabase(kind);
    // Only what hangs takes so long.
    database = await Database.open({ url: test.url, scanLimits: { deadlineMs: 60_000, waitMs: 60_000 } });
    hasty = await Database.open({ url: test.url, scanLimits: { deadlineMs: 300, waitMs: 60_000 } });
  });
  afterAll(async () => {
    await hasty.close();
    await database.close();
    await test.drop();
  });

  const scan = (organization: string, sql: string, of = database) =>
    of.scan(actorOf(organization), (transaction) => transaction.rows(sql));

  it("is stopped at its deadline, and so is told; the next one is read", async () => {
    await expect(scan("a", ENDLESS, hasty)).rejects.toMatchObject({
      code: "unavailable",
      message: "The list took longer than 0.3 s to read and was stopped. Ask for less: fewer conditions, no count.",
      details: { retryAfterSeconds: 10 },
    });
    expect(await scan("a", "SELECT 1 AS one", hasty)).toEqual([{ one: 1 }]);
  });

  it("is stopped also when the deadline comes between two statements", async () => {
    const twice = hasty.scan(actorOf("a"), async (transaction) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      return transaction.rows(ENDLESS);
    });
    await expect(twice).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("was stopped") });
  });

  /** Stops what is scanned at the moment, whatever its deadline. */
  async function interrupt(): Promise<void> {
    const { manager }: DataSource = await Reflect.get(Reflect.get(database, "scans"), "dataSource").get();
    const running = "datname = current_database() AND query LIKE 'WITH RECURSIVE n(i)%'";
    if (kind === "sqlite") engineOf(manager.connection).interrupt?.(manager);
    else await test.query(`SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE ${running}`);
  }

  it("keeps nobody waiting who looks something up", async () => {
    let ended = 0;
    const scans = Array.from({ length: 4 }, () => scan("a", ENDLESS).catch(() => ended++));
    // The first one may be answered before a scan has begun.
    for (let looks = 0; looks < 5; looks++) await database.read.rows("SELECT 1 AS one");
    expect(ended).toBe(0);
    await expect.poll(() => interrupt().then(() => ended), { interval: 10 }).toBe(scans.length);
  });

  it(`runs ${atOnce} at once, and goes round the organizations`, async () => {
    const begun: string[] = [];
    const endings: (() => void)[] = [];
    const held = (organization: string, number: number) =>
      database.scan(actorOf(organization), () => {
        begun.push(`${organization}${number}`);
        return new Promise<void>((resolve) => endings.push(resolve));
      });
    // The first scan of all waits for its connection.
    await scan("a", "SELECT 1 AS one");
    const all = [...Array.from({ length: 10 }, (_, index) => held("a", index + 1)), held("b", 1), held("c", 1)];
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toHaveLength(atOnce);
    while (begun.length < all.length) {
      endings.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (const end of endings) end();
    await Promise.all(all);
    expect(begun.slice(atOnce, atOnce + 2).toSorted()).toEqual(["b1", "c1"]);
  });

  it("sees what was committed just before", async () => {
    await database.write((transaction) => transaction.rows("CREATE TABLE just_made (id text)"));
    expect(await scan("a", "SELECT COUNT(*) AS items FROM just_made")).toEqual([
      { items: kind === "sqlite" ? 0 : "0" },
    ]);
  });
});

import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import { isUnavailable } from "../../src/database/failures.js";
import { newId } from "../../src/model/identifier.js";
import { Organization } from "../../src/model/organization.js";
import { createMigratedDatabase, type TestDatabase } from "../support/databases/databases.js";

const SIZE = 20;

const WAITING = "datname = current_database() AND wait_event_type = 'Lock'";

describe("reads whose connection to PostgreSQL ends", () => {
  let file: TestDatabase;
  let database: Database;
  let holder: Client;
  /** Connected beforehand: a read waits for a table for two seconds and no longer. */
  let looker: Client;
  let slugs: string[];

  beforeEach(async () => {
    file = await createMigratedDatabase("postgres");
    database = await Database.open({ url: file.url });
    slugs = Array.from({ length: SIZE }, (_, number) => `organization-${number}`);
    const rows = slugs.map((slug) => ({
      id: newId("org_", Date.now()),
      slug,
      name: slug,
      allowHttpRedirectUris: false,
    }));
    await database.write((transaction) => transaction.insert(Organization, ...rows));
    [holder, looker] = [new Client({ connectionString: file.url }), new Client({ connectionString: file.url })];
    await Promise.all([holder.connect(), looker.connect()]);
    await holder.query("BEGIN; LOCK TABLE organizations IN ACCESS EXCLUSIVE MODE");
  });
  afterEach(async () => {
    await Promise.all([holder.end(), looker.end()]);
    await database.close();
    await file.drop();
  });

  const readTogether = () => slugs.map((slug) => database.read.find(Organization, { slug }));
  const readAlone = (slug: string) =>
    database.read.first(Organization, "WHERE slug = :slug LIMIT :limit", { slug, limit: 1 });
  /** Ends the connections of so many reads that wait for the table, and no others. */
  const endWaiting = async (count: number) => {
    const waiting = async (): Promise<number[]> =>
      (await looker.query(`SELECT pid FROM pg_stat_activity WHERE ${WAITING}`)).rows.map(({ pid }) => pid);
    await expect.poll(waiting, { interval: 10 }).toHaveLength(count);
    const pids = await waiting();
    await looker.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid IN (${pids})`);
    await expect.poll(waiting, { interval: 10 }).not.toContainEqual(expect.toBeOneOf(pids));
  };

  it("are answered by another connection, those that share a statement and one that does not", async () => {
    const reads = Promise.all([...readTogether(), readAlone(slugs[3] as string)]);
    await endWaiting(2);
    await holder.query("COMMIT");
    const found = (await reads).map((organization) => organization?.slug);
    expect(found).toEqual([...slugs, slugs[3]]);
  });

  it("fail when that one ends too, and later ones do not", async () => {
    const reads = Promise.allSettled(readTogether());
    await endWaiting(1);
    await endWaiting(1);
    for (const outcome of await reads) {
      expect(outcome.status === "rejected" && isUnavailable(outcome.reason)).toBe(true);
    }
    await holder.query("COMMIT");
    expect(await readAlone(slugs[3] as string)).toMatchObject({ slug: slugs[3] });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writerDataSource } from "../../src/database/data-source.js";
import { Database } from "../../src/database/database.js";
import { MIGRATIONS } from "../../src/database/migrations/index.js";
import type { Actor } from "../../src/model/actor.js";
import { createDatabase, queryPostgres, type TestDatabase } from "../support/databases/databases.js";
import { PGBOUNCER } from "../support/databases/installed-servers.js";
import { brokenRows } from "../support/databases/integrity.js";
import { type PgBouncer, startPgBouncer } from "../support/databases/pgbouncer.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { listing } from "../support/organization/listing.js";
import { changed, remove } from "../support/organization/oauth-applications.js";

const CHANGES = 40;

/** Never ends by itself. */
const ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n";

const TIMEOUTS = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"];
const LIMITS = `SELECT ${TIMEOUTS.map((name) => `current_setting('${name}') AS ${name}`).join(", ")}`;

describe.skipIf(!PGBOUNCER)("behind PgBouncer in transaction mode", () => {
  let database: TestDatabase;
  let bouncer: PgBouncer;
  let gateways: TestGateway[];
  let short: Database;
  let organization: TestOrganization;

  beforeAll(async () => {
    database = await createDatabase("postgres");
    bouncer = await startPgBouncer(database.url);
    const url = bouncer.urlOf(database.url);
    // Opened in the same moment on an empty database: they take turns, and migrate once.
    const opened = await Promise.all([1, 2, 3].map(() => Database.open({ url, keepsStatements: false })));
    await Promise.all(opened.map((one) => one.close()));
    short = await Database.open({ url, keepsStatements: false, scanLimits: { deadlineMs: 300, waitMs: 60_000 } });
    const behind = { ...database, env: { ...database.env, DATABASE_URL: url } };
    const env = { DATABASE_PREPARED_STATEMENTS: "off" };
    gateways = [];
    for (const _ of [1, 2]) gateways.push(await startTestGateway("postgres", { database: behind, env }));
    organization = await (gateways[0] as TestGateway).organization();
  });
  afterAll(async () => {
    await Promise.all((gateways ?? []).map((gateway) => gateway.stop()));
    await short?.close();
    await bouncer?.stop();
    await database?.drop();
  });

  it("gateways that start at the same time have migrated once", async () => {
    const rows = await database.query("SELECT name FROM migrations ORDER BY id");
    expect(rows.map(({ name }) => name)).toEqual(MIGRATIONS.map(({ name }) => name));
    const locks = "SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = database";
    const own = `${locks} WHERE locktype = 'advisory' AND datname = current_database()`;
    expect(await database.query(own)).toEqual([]);
  });

  it("TypeORM's command line is let in, and finds nothing to migrate", async () => {
    const source = await writerDataSource(bouncer.urlOf(database.url), 1).initialize();
    const isBehind = await source.showMigrations().finally(() => source.destroy());
    expect(isBehind).toBe(false);
  });

  it("a scan is stopped at its deadline, in PostgreSQL too", async () => {
    const actor = { organizationId: "a", origin: {} } as Actor;
    const scan = (sql: string) => short.scan(actor, (reader) => reader.rows(sql));
    await expect(scan(ENDLESS)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("was stopped"),
    });
    const running = `SELECT 1 FROM pg_stat_activity
      WHERE datname = current_database() AND state = 'active' AND query LIKE 'WITH RECURSIVE n(i)%'`;
    await expect.poll(() => database.query(running)).toEqual([]);
    expect(await scan("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("what reads and what writes has PostgreSQL's time limits, and leaves none to others", async () => {
    const limits = { statement_timeout: "10s", idle_in_transaction_session_timeout: "10s" };
    expect(await short.read.rows(LIMITS)).toEqual([{ ...limits, lock_timeout: "2s" }]);
    const [written] = await short.write((transaction) => transaction.rows(LIMITS));
    expect(written).toMatchObject(limits);
    expect(Number.parseInt(String(written?.lock_timeout), 10)).toBeGreaterThan(0);
    const others = await queryPostgres(bouncer.urlOf(database.url), LIMITS);
    expect(others).toEqual([Object.fromEntries(TIMEOUTS.map((name) => [name, "0"]))]);
  });

  it("everything is done as without it: registered, rotated, verified, listed, changed and deleted", async () => {
    const { admin, owner } = organization;
    const { id, clientId, clientSecret } = await admin.createApplication({ name: "One" });
    const { clientSecret: second } = (await admin.rotate(id, {})).data.rotateSecret;
    expect(await owner.verify(clientId, clientSecret as string)).toMatchObject({ active: true });
    expect(await owner.verify(clientId, second)).toMatchObject({ active: true });
    await changed(admin, "completeSecretRotation", { oauthApplicationId: id, force: true });
    expect(await owner.verify(clientId, clientSecret as string)).toMatchObject({ active: false });
    const { nodes, totalCount } = await listing(admin, { filter: { query: "one", hasRotatedSecret: false } });
    expect([nodes.map(({ name }) => name), totalCount]).toEqual([["One"], 1]);
    await remove(admin, { oauthApplicationId: id });
    expect((await listing(admin)).totalCount).toBe(0);
  });

  it("changes at once, of many applications and of one, are each done once", async () => {
    const { developer } = organization;
    const made = await Promise.all(
      Array.from({ length: CHANGES }, (_, n) => developer.createApplication({ name: `Application ${n}` })),
    );
    const [first] = made as [(typeof made)[number]];
    await Promise.all([
      ...made.slice(1).map(({ id }) => developer.rotate(id, {})),
      ...Array.from({ length: 8 }, () => developer.rotate(first.id, { previousSecret: "REVOKE" })),
    ]);
    const { nodes } = await listing(developer, { filter: { hasRotatedSecret: true }, first: 100 });
    expect(nodes).toHaveLength(CHANGES - 1);
    expect(await brokenRows(database)).toEqual([]);
  });
});

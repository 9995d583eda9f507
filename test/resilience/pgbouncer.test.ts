import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import { MIGRATIONS } from "../../src/database/migrations/index.js";
import { createDatabase, type TestDatabase } from "../support/databases/databases.js";
import { brokenRows } from "../support/databases/integrity.js";
import { HAS_PGBOUNCER, type PgBouncer, startPgBouncer } from "../support/databases/pgbouncer.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { listing } from "../support/organization/listing.js";
import { changed, remove } from "../support/organization/oauth-applications.js";

const CHANGES = 40;

describe.skipIf(!HAS_PGBOUNCER)("behind PgBouncer in transaction mode", () => {
  let database: TestDatabase;
  let bouncer: PgBouncer;
  let gateways: TestGateway[];
  let organization: TestOrganization;

  beforeAll(async () => {
    database = await createDatabase("postgres");
    bouncer = await startPgBouncer(database.url);
    const url = bouncer.urlOf(database.url);
    // Opened in the same moment on an empty database: they take turns, and migrate once.
    const opened = await Promise.all([1, 2, 3].map(() => Database.open({ url, keepsStatements: false })));
    await Promise.all(opened.map((one) => one.close()));
    const behind = { ...database, env: { ...database.env, DATABASE_URL: url } };
    const env = { DATABASE_PREPARED_STATEMENTS: "off" };
    gateways = [];
    for (const _ of [1, 2]) gateways.push(await startTestGateway("postgres", { database: behind, env }));
    organization = await (gateways[0] as TestGateway).organization();
  });
  afterAll(async () => {
    await Promise.all((gateways ?? []).map((gateway) => gateway.stop()));
    await bouncer?.stop();
    await database?.drop();
  });

  it("gateways that start at the same time have migrated once", async () => {
    const rows = await database.query("SELECT name FROM migrations ORDER BY id");
    expect(rows.map(({ name }) => name)).toEqual(MIGRATIONS.map(({ name }) => name));
    expect(await database.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory'")).toEqual([]);
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

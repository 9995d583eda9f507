import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { sentWhile } from "../support/databases/sent-statements.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { broughtClient, importClient } from "../support/organization/brought-clients.js";

/** So many other events are there, one in each organization. */
const MANY = 20_000;

describe.each(DATABASE_KINDS)("whether an application of an id was deleted, on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    organization = await gateway.organization();
    await gateway.database.query(
      `INSERT INTO audit_events (id, organization_id, action, actor_kind, actor_id, target_id, way_in, details)
       WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${MANY})
       SELECT 'evt_' || CAST(n AS text), 'org_' || CAST(n AS text), 'oauth_application.created', 'CLI', 'cli',
         'app_' || CAST(n AS text), 'CLI', '{}' FROM numbers`,
    );
    if (kind === "postgres") await gateway.database.query("ANALYZE audit_events");
  });
  afterAll(() => gateway.stop());

  it("is looked for among the deletions alone, once for all organizations", async () => {
    const client = broughtClient({ id: "app_0000000000000000000001" });
    const sent = await sentWhile(kind, async () => {
      expect(await importClient(gateway, organization, client, { source: "own" })).toMatchObject({ result: "created" });
    });
    const asked = new Set(sent.filter((sql) => sql.includes("'oauth_application.deleted'")));
    expect(asked.size).toBe(1);
    for (const sql of asked) {
      const explain = kind === "sqlite" ? "EXPLAIN QUERY PLAN" : "EXPLAIN (GENERIC_PLAN)";
      const plan = (await gateway.database.query(`${explain} ${sql}`)).map((row) =>
        String(row.detail ?? row["QUERY PLAN"]),
      );
      const ofEvents = plan.filter((line) => /audit_events/.test(line));
      expect(ofEvents).toEqual([expect.stringMatching(/ix_audit_events_deleted/)]);
    }
  });
});

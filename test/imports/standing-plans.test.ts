import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { sentWhile } from "../support/databases/sent-statements.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { broughtClient, importClient } from "../support/organization/brought-clients.js";

/** So many other applications are there, each with a secret and an event of an organization of its own. */
const MANY = 20_000;

const NUMBERS = `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${MANY})`;
const id = (prefix: string) => `'${prefix}_' || CAST(n AS text)`;

/** An index by which rows are found, or a table that is read whole, in a line of a plan. */
const READS = /(?:USING (?:COVERING )?INDEX|^SCAN|Index Scan on|Scan using|Seq Scan on) (\w+)/;

const MANY_ROWS = ["oauth_applications", "client_secrets", "audit_events"];

describe.each(DATABASE_KINDS)("what imported clients meet, among many others on %s,", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    organization = await gateway.organization();
    const { query } = gateway.database;
    await query(
      `INSERT INTO oauth_applications (id, organization_id, client_id, name, name_key, description, public, enabled,
         redirect_uris, post_logout_redirect_uris, allowed_origins, scopes, optional_scopes, grant_types, response_types,
         token_endpoint_auth_method, pkce_required, consent_screen_enabled, secret_overlap_seconds, version,
         created_by_kind, created_by_id, updated_at, listed_version)
       ${NUMBERS} SELECT ${id("app")}, '${organization.id}', ${id("client")}, 'One', 'one', '', false, true, '[]', '[]',
         '[]', '[]', '[]', '[]', '[]', 'CLIENT_SECRET_BASIC', false, true, 60, 1, 'CLI', 'cli', 1, 1 FROM numbers`,
    );
    await query(
      `INSERT INTO client_secrets (id, oauth_application_id, digest, hint)
       ${NUMBERS} SELECT ${id("sec")}, ${id("app")}, ${id("v1$k$x")}, '…' FROM numbers`,
    );
    await query(
      `INSERT INTO audit_events (id, organization_id, action, actor_kind, actor_id, target_id, way_in, details)
       ${NUMBERS} SELECT ${id("evt")}, ${id("org")}, 'oauth_application.created', 'CLI', 'cli', ${id("app")}, 'CLI', '{}'
       FROM numbers`,
    );
  });
  afterAll(() => gateway.stop());

  /** Which indexes the statements use, or which tables they read, by the planner's words. */
  async function readBy(statements: Iterable<string>): Promise<string[]> {
    const explain = kind === "sqlite" ? "EXPLAIN QUERY PLAN" : "EXPLAIN (GENERIC_PLAN)";
    const found = new Set<string>();
    for (const sql of statements) {
      for (const row of await gateway.database.query(`${explain} ${sql}`)) {
        const line = String(row.detail ?? row["QUERY PLAN"]);
        const [, read] = READS.exec(line) ?? [];
        if (read) found.add(read);
      }
    }
    return [...found];
  }

  it("is found by indexes, the deletion of an application of any organization too", async () => {
    const clients = ["1", "2"].map((n) => broughtClient({ id: `app_000000000000000000000${n}` }));
    const sent = await sentWhile(kind, async () => {
      const items = await Promise.all(
        clients.map((client) => importClient(gateway, organization, client, { source: "own" })),
      );
      expect(items.map(({ result }) => result)).toEqual(["created", "created"]);
    });
    const decisive = new Set(sent.filter((sql) => /^SELECT (?!1 )/.test(sql) && !/COUNT\(/.test(sql)));
    expect([...decisive].some((sql) => sql.includes("'oauth_application.deleted'"))).toBe(true);
    const used = await readBy(decisive);
    expect(used).toContain("ix_audit_events_deleted");
    expect(used.filter((name) => MANY_ROWS.includes(name))).toEqual([]);
  });
});

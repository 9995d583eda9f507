import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../src/database/database.js";
import type { Actor } from "../../src/model/actor.js";
import { copyApplication, copyEvent } from "../support/databases/copied-applications.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { dialectClient } from "../support/dialects/dialects.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { Leaving } from "../support/organization/leaving.js";

const ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n";
/** More than are counted or skipped as a look-up. */
const MANY = 1100;

describe.each(DATABASE_KINDS)("a gateway on %s", (kind) => {
  let gateway: TestGateway;
  /** Beside it, one whose scans are stopped soon. */
  let hasty: TestGateway;
  let small: TestOrganization;
  let large: TestOrganization;
  /** For which organizations something was scanned. */
  let scanned: string[];
  /** Whose answers are waited for. */
  let senders: Actor[];
  /** What is read instead of the next scan. */
  let instead: string | undefined;
  let begun: number;
  let held: Promise<void> | undefined;

  beforeAll(async () => {
    // Only what hangs takes so long.
    gateway = await startTestGateway(kind, { scanLimits: { deadlineMs: 60_000, waitMs: 60_000 } });
    hasty = await startTestGateway(kind, { database: gateway.database, scanLimits: { deadlineMs: 300 } });
    [small, large] = [await gateway.organization(), await gateway.organization()];
    await small.owner.createApplication({ name: "Alone" });
    const { id } = await large.owner.createApplication({ name: "One of many" });
    await copyApplication(gateway.database, id, MANY);
    for (const one of [gateway, hasty]) watch(one);
  });
  afterAll(async () => {
    await hasty.stop();
    await gateway.stop();
  });

  /** Notes all scans of a gateway. */
  function watch({ gateway: { services } }: TestGateway): void {
    const { database } = services.oauthApplications as unknown as { database: Database };
    const scan = database.scan.bind(database);
    database.scan = <T>(actor: Actor, work: Parameters<typeof scan<T>>[1]) => {
      scanned.push(actor.organizationId);
      senders.push(actor);
      const sql = instead;
      instead = undefined;
      return scan(actor, async (reader) => {
        begun += 1;
        await held;
        return sql === undefined ? work(reader) : (reader.rows(sql) as Promise<T>);
      });
    };
  }
  const atHasty = ({ token }: GraphqlClient) => new GraphqlClient(hasty.url, token);

  beforeEach(() => {
    scanned = [];
    senders = [];
    instead = undefined;
    begun = 0;
    held = undefined;
  });

  it.each([
    ["a page", "oauthApplications(first: 100) { nodes { id secrets { id } organization { id } } }"],
    ["the last page", "oauthApplications(last: 100) { nodes { id } }"],
    ["a page by name", "oauthApplications(orderBy: {field: NAME, direction: ASC}) { nodes { id } }"],
    ["one application", 'oauthApplication(id: "app_0") { id }'],
    [
      "events about one thing",
      'auditEvents(filter: {targetId: "app_0", since: "2026-01-01T00:00:00Z"}) { nodes { id } }',
    ],
    ["events of a kind", 'auditEvents(filter: {action: "oauth_application.created"}) { nodes { id } totalCount }'],
    [
      "events about one application",
      'oauthApplication(id: "app_0") { auditEvents(filter: {since: "2026-01-01T00:00:00Z"}) { nodes { id } } }',
    ],
    ["members", "members { nodes { id } totalCount }"],
    ["how many applications there are", "oauthApplications { totalCount totalCountIsExact }"],
    ["events of an actor", 'auditEvents(filter: {actorId: "tok_0"}) { nodes { id } totalCount }'],
  ])("looks up %s", async (_what, field) => {
    await large.owner.ok(`{ ${field} }`);
    expect(scanned).toEqual([]);
  });

  it.each([
    ["a condition", "oauthApplications(filter: {enabled: false}) { nodes { id } }", 1],
    ["a condition on secrets", "oauthApplications(filter: {hasRotatedSecret: true}) { nodes { id } }", 1],
    ["a search", 'oauthApplications(filter: {query: "many"}) { nodes { id } }', 1],
    ["a search and its count", 'oauthApplications(filter: {query: "many"}) { nodes { id } totalCount }', 2],
    [
      "events of a kind about one thing",
      'auditEvents(filter: {action: "client_secret.rotated", targetId: "app_0"}) { nodes { id } }',
      1,
    ],
  ])("scans for %s, in any organization", async (_what, field, scans) => {
    await small.owner.ok(`{ ${field} }`);
    expect(scanned).toEqual(Array(scans).fill(small.id));
  });

  it("scans for a count only where the list is long", async () => {
    await copyEvent(gateway.database, large.id, MANY);
    const count = "{ auditEvents { totalCount } }";
    await small.owner.ok(count);
    expect(scanned).toEqual([]);
    expect((await large.owner.ok(count)).auditEvents.totalCount).toBeGreaterThan(MANY);
    expect(scanned).toEqual([large.id]);
  });

  it("scans for a part of a list far behind", async () => {
    const { request } = dialectClient(gateway.url, large.owner.token as string);
    const { body } = await request("GET", "/v1/oauth_applications?limit=100&offset=1050");
    expect([body.total_count, body.data]).toEqual([MANY, expect.any(Array)]);
    expect(body.data).toHaveLength(MANY - 1050);
    expect(scanned).toEqual([large.id]);
  });

  it("answers what was stopped with SERVICE_UNAVAILABLE and the limit, and the rest of the document", async () => {
    instead = ENDLESS;
    const { status, data, errors } = await atHasty(large.viewer).send(
      "{ viewer { role } oauthApplications(filter: {enabled: false}) { nodes { id } } }",
    );
    expect([status, data]).toEqual([200, { viewer: { role: "VIEWER" }, oauthApplications: null }]);
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining("0.3 s"),
        path: ["oauthApplications"],
        extensions: { code: "SERVICE_UNAVAILABLE", retryAfterSeconds: 10 },
      },
    ]);
  });

  it("answers it in a dialect with 503 and when to come back", async () => {
    instead = ENDLESS;
    const { request } = dialectClient(hasty.url, large.owner.token as string);
    const answer = await request("GET", "/v1/oauth_applications?name_query=many");
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "10"]);
    expect(JSON.stringify(answer.body)).toContain("0.3 s");
  });

  it("does not begin to read for who has left", async () => {
    const filtered = "{ oauthApplications(filter: {enabled: false}) { nodes { id } } }";
    let release: () => void = () => undefined;
    held = new Promise((resolve) => {
      release = resolve;
    });
    const atOnce = kind === "sqlite" ? 1 : 2;
    const reading = Array.from({ length: atOnce }, () => large.viewer.send(filtered));
    await expect.poll(() => begun).toBe(atOnce);
    const leaving = new Leaving(gateway);
    for (let sender = 0; sender < 5; sender++) leaving.ask(small.viewer.token, filtered, {});
    await expect.poll(() => senders.length).toBe(atOnce + 5);
    await leaving.all(() => senders.slice(atOnce).map(({ origin }) => origin.patience));
    release();
    await Promise.all(reading);
    expect((await small.viewer.send(filtered)).errors).toEqual([]);
    expect(begun).toBe(atOnce + 1);
  });

  it("answers others and changes while somebody's list is walked", async () => {
    instead = ENDLESS;
    const walking = atHasty(large.viewer).send("{ oauthApplications(filter: {enabled: false}) { nodes { id } } }");
    await expect.poll(() => scanned).toEqual([large.id]);
    const { clientId, clientSecret } = await atHasty(small.developer).createApplication();
    expect(await atHasty(small.admin).verify(clientId, clientSecret as string)).toMatchObject({ active: true });
    expect((await walking).errors).toHaveLength(1);
  });
});

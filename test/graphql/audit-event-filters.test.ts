import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AUDIT_ACTIONS } from "../../src/model/audit-event.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { change, refusalOf } from "../support/organization/oauth-applications.js";

describe.each(DATABASE_KINDS)("filters of audit events on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  const send = (client: GraphqlClient, filter: Record<string, unknown> | null) =>
    client.send(
      "query ($filter: AuditEventFilter) { auditEvents(filter: $filter) { totalCount nodes { id action targetId createdAt } } }",
      { filter },
    );

  async function list(client: GraphqlClient, filter: Record<string, unknown> | null) {
    const { data, errors } = await send(client, filter);
    expect(errors).toEqual([]);
    expect(data.auditEvents.totalCount).toBe(data.auditEvents.nodes.length);
    return data.auditEvents.nodes as { id: string; action: string; targetId: string; createdAt: string }[];
  }

  const actorId = async (client: GraphqlClient) => (await client.ok("{ viewer { actor { id } } }")).viewer.actor.id;

  /** Two applications, by a developer and by an owner, the second one two hours later and then renamed. */
  async function history() {
    const organization: TestOrganization = await gateway.organization();
    const one = await organization.developer.createApplication();
    gateway.advance(7_200_000);
    const two = await organization.owner.createApplication();
    await change(organization.developer, "updateOAuthApplication", { oauthApplicationId: two.id, name: "Renamed" });
    const [renamed, created] = await list(organization.admin, null);
    return {
      ...organization,
      one,
      two,
      renamed: renamed as { createdAt: string },
      created: created as { createdAt: string },
    };
  }

  it("finds events by action, target and actor, alone and together", async () => {
    const { admin, developer, owner, one, two } = await history();
    const [byDeveloper, byOwner] = [await actorId(developer), await actorId(owner)];
    const found = async (filter: Record<string, unknown>) =>
      (await list(admin, filter)).map(
        ({ action, targetId }) => `${action} ${targetId === one.id ? 1 : targetId === two.id ? 2 : "?"}`,
      );
    expect(await found({ action: "oauth_application.created" })).toEqual([
      "oauth_application.created 2",
      "oauth_application.created 1",
    ]);
    expect(await found({ targetId: two.id })).toEqual(["oauth_application.updated 2", "oauth_application.created 2"]);
    expect(await found({ actorId: byDeveloper })).toEqual([
      "oauth_application.updated 2",
      "oauth_application.created 1",
    ]);
    expect(await found({ actorId: byOwner, targetId: two.id })).toEqual(["oauth_application.created 2"]);
    expect(await found({ actorId: byOwner, targetId: one.id })).toEqual([]);
    expect(await found({ actorId: "cli", action: "organization.created" })).toEqual(["organization.created ?"]);
  });

  it("takes `since` as at or after and `until` as before, to the millisecond", async () => {
    const { admin, renamed, created } = await history();
    const actions = async (filter: Record<string, unknown>) =>
      (await list(admin, { ...filter })).map(({ action }) => action).filter((action) => action.startsWith("oauth"));
    const later = (moment: string, milliseconds: number) => new Date(Date.parse(moment) + milliseconds).toISOString();
    const both = ["oauth_application.updated", "oauth_application.created"];
    expect(await actions({ since: created.createdAt })).toEqual(both);
    expect(await actions({ since: later(renamed.createdAt, 1) })).toEqual([]);
    expect(await actions({ until: later(renamed.createdAt, 1) })).toEqual([...both, "oauth_application.created"]);
    expect(await actions({ until: created.createdAt })).toEqual(["oauth_application.created"]);
    expect(await actions({ since: created.createdAt, until: created.createdAt })).toEqual([]);
    expect(await actions({ since: later(created.createdAt, -3_600_000), until: later(renamed.createdAt, 1) })).toEqual(
      both,
    );
  });

  it("takes moments far away, with offsets, and null for no condition", async () => {
    const { admin, created } = await history();
    const all = await list(admin, null);
    expect(await list(admin, { action: null, targetId: null, actorId: null, since: null, until: null })).toEqual(all);
    expect(await list(admin, { since: "0001-01-01T00:00:00Z", until: "9999-12-31T23:59:59.999Z" })).toEqual(all);
    expect(await list(admin, { since: "9999-12-31T23:59:59Z" })).toEqual([]);
    const inTokyo = new Date(Date.parse(created.createdAt) + 9 * 3_600_000).toISOString().replace("Z", "+09:00");
    expect((await list(admin, { since: inTokyo })).length).toBe(2);
  });

  it.each([
    [{ action: "" }, "filter.action"],
    [{ action: "x".repeat(257) }, "filter.action"],
    [{ action: "oauth_application.%" }, "filter.action"],
    [{ action: "oauth_application.create" }, "filter.action"],
    [{ action: "OAUTH_APPLICATION.CREATED" }, "filter.action"],
    [{ targetId: "\u0000" }, "filter.targetId"],
    [{ targetId: "\ud800" }, "filter.targetId"],
    [{ actorId: "" }, "filter.actorId"],
  ])("refuses the filter %j and names the field", async (filter, field) => {
    const { admin } = await gateway.organization();
    expect(refusalOf(await send(admin, filter))).toMatchObject({ code: "BAD_USER_INPUT", field });
  });

  it("lists the actions there are to whoever asks for another, everywhere", async () => {
    const { admin, one } = await history();
    const own = await admin.send(
      'query ($id: ID!) { oauthApplication(id: $id) { auditEvents(filter: { action: "rotated" }) { totalCount } } }',
      { id: one.id },
    );
    for (const { errors } of [await send(admin, { action: "rotated" }), own]) {
      expect(errors[0]?.message).toBe(`filter.action must be one of ${AUDIT_ACTIONS.join(", ")}`);
      expect(errors[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", field: "filter.action" });
    }
  });

  it("narrows an application's own events, and never to another's", async () => {
    const { admin, owner, developer, one, two, renamed } = await history();
    const query = `query ($id: ID!, $filter: AuditEventFilter) { oauthApplication(id: $id) {
      auditEvents(filter: $filter) { totalCount nodes { action targetId } } } }`;
    const own = async (id: string, filter: object) => {
      const { auditEvents } = (await admin.ok(query, { id, filter })).oauthApplication;
      expect(auditEvents.totalCount).toBe(auditEvents.nodes.length);
      return auditEvents.nodes.map(({ action }: { action: string }) => action);
    };
    const [created, updated] = ["oauth_application.created", "oauth_application.updated"];
    expect(await own(two.id, {})).toEqual([updated, created]);
    expect(await own(two.id, { action: created })).toEqual([created]);
    expect(await own(two.id, { actorId: await actorId(developer) })).toEqual([updated]);
    expect(await own(two.id, { actorId: await actorId(owner), action: updated })).toEqual([]);
    expect(await own(two.id, { until: renamed.createdAt, targetId: two.id })).toEqual([created]);
    for (const filter of [{ targetId: one.id }, { targetId: one.id, action: created }]) {
      expect(await own(two.id, filter)).toEqual([]);
    }
  });

  it.each(["yesterday", "2026-13-01T00:00:00Z", "2026-01-01", 5, true])(
    "refuses %j as a moment, without repeating it",
    async (since) => {
      const { admin } = await gateway.organization();
      const answer = await send(admin, { since });
      expect(refusalOf(answer)).toEqual({ code: "BAD_USER_INPUT" });
      if (typeof since === "string") expect(answer.text).not.toContain(since);
    },
  );

  it("shows an application's own events, page by page", async () => {
    const { admin, two } = await history();
    const query = `query ($id: ID!, $after: String) { oauthApplication(id: $id) {
      auditEvents(first: 1, after: $after) { totalCount nodes { action } pageInfo { hasNextPage endCursor } } } }`;
    const first = (await admin.ok(query, { id: two.id })).oauthApplication.auditEvents;
    expect(first).toMatchObject({
      totalCount: 2,
      nodes: [{ action: "oauth_application.updated" }],
      pageInfo: { hasNextPage: true },
    });
    const second = (await admin.ok(query, { id: two.id, after: first.pageInfo.endCursor })).oauthApplication
      .auditEvents;
    expect(second).toMatchObject({
      totalCount: 2,
      nodes: [{ action: "oauth_application.created" }],
      pageInfo: { hasNextPage: false },
    });
  });

  it("refuses events to a developer, alone and beside an application that survives", async () => {
    const { admin, developer } = await history();
    const { id } = await admin.createApplication();
    expect(refusalOf(await send(developer, null))).toEqual({ code: "FORBIDDEN" });
    const query = "query ($id: ID!) { oauthApplication(id: $id) { id auditEvents { totalCount } } }";
    const { data, errors } = await developer.send(query, { id });
    expect(data).toEqual({ oauthApplication: { id, auditEvents: null } });
    expect(errors).toEqual([
      expect.objectContaining({ path: ["oauthApplication", "auditEvents"], extensions: { code: "FORBIDDEN" } }),
    ]);
  });
});

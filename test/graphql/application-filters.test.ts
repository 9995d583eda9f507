import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { listing, sendListing, walk } from "../support/organization/listing.js";
import { change, changed, refusalOf } from "../support/organization/oauth-applications.js";

const DAY = 86_400_000;

describe.each(DATABASE_KINDS)("filters of applications on %s", (kind) => {
  let gateway: TestGateway;
  /** How far the gateway's clock is ahead of the test's. */
  let ahead = 0;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    ahead = 0;
  });
  afterAll(() => gateway.stop());

  const advance = (milliseconds: number) => {
    ahead += milliseconds;
    gateway.advance(milliseconds);
  };
  const fromNow = (milliseconds: number) => new Date(Date.now() + ahead + milliseconds).toISOString();

  /** Sorted names of what a filter finds, which totalCount must agree with. */
  async function found(client: GraphqlClient, filter: Record<string, unknown>): Promise<string[]> {
    const { nodes, totalCount } = await listing(client, { filter, first: 100 });
    expect(totalCount).toBe(nodes.length);
    return nodes.map(({ name }) => name).toSorted();
  }

  it.each([
    ["%", ["100% sure"]],
    ["_", ["under_score"]],
    ["\\", ["back\\slash"]],
    ["\\%", []],
    ["0%", ["100% sure"]],
    ["r_s", ["under_score"]],
    ["k\\s", ["back\\slash"]],
    ["[a-z]", ["set [a-z]"]],
    ["*", ["star *"]],
    ["'", ["it's"]],
    ["' OR '1'='1", []],
    ["?", ["what?"]],
    [":pattern", []],
    ["$1", ["$1"]],
  ])("takes %j literally", async (query, expected) => {
    const { developer, viewer } = await gateway.organization();
    const names = ["100% sure", "under_score", "back\\slash", "set [a-z]", "star *", "it's", "what?", "$1", "plain"];
    for (const name of names) await developer.createApplication({ name });
    expect(await found(viewer, { query })).toEqual(expected);
  });

  it("searches part of a name without regard to case, beyond ASCII too", async () => {
    const { developer, viewer } = await gateway.organization();
    for (const name of ["Ärger im Büro", "ＦＵＬＬ width", "Ёжик", "e\u0301clair", "🚀 launch"])
      await developer.createApplication({ name });
    const cases = { ÄRGER: 0, bÜRO: 0, full: 1, ｗＩＤＴＨ: 1, ЁЖ: 2, É: 3, "🚀": 4, r: 0, none: -1 };
    const names = ["Ärger im Büro", "ＦＵＬＬ width", "Ёжик", "e\u0301clair", "🚀 launch"];
    for (const [query, index] of Object.entries(cases)) {
      const hits = await found(viewer, { query });
      if (query === "r") expect(hits).toEqual(["e\u0301clair", "Ärger im Büro"].toSorted());
      else expect(hits).toEqual(index < 0 ? [] : [names[index]]);
    }
  });

  it("finds an application by its whole client id, and not by part of it", async () => {
    const { developer, viewer } = await gateway.organization();
    const { clientId } = await developer.createApplication({ name: "Wanted" });
    await developer.createApplication({ name: "Other" });
    expect(await found(viewer, { query: clientId })).toEqual(["Wanted"]);
    expect(await found(viewer, { query: clientId.slice(0, 31) })).toEqual([]);
  });

  it("filters by public, enabled and grant, alone and together", async () => {
    const { developer, viewer } = await gateway.organization();
    await developer.createApplication({
      name: "spa",
      public: true,
      grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"],
    });
    await developer.createApplication({ name: "web", grantTypes: ["AUTHORIZATION_CODE"] });
    const { id } = await developer.createApplication({ name: "job", grantTypes: ["CLIENT_CREDENTIALS"] });
    await developer.createApplication({ name: "none", grantTypes: [] });
    await changed(developer, "updateOAuthApplication", { oauthApplicationId: id, enabled: false });
    expect(await found(viewer, { public: true })).toEqual(["spa"]);
    expect(await found(viewer, { public: false })).toEqual(["job", "none", "web"]);
    expect(await found(viewer, { enabled: false })).toEqual(["job"]);
    expect(await found(viewer, { enabled: true })).toEqual(["none", "spa", "web"]);
    expect(await found(viewer, { grantType: "AUTHORIZATION_CODE" })).toEqual(["spa", "web"]);
    expect(await found(viewer, { grantType: "REFRESH_TOKEN" })).toEqual(["spa"]);
    expect(await found(viewer, { grantType: "CLIENT_CREDENTIALS", enabled: false })).toEqual(["job"]);
    expect(await found(viewer, { grantType: "CLIENT_CREDENTIALS", public: true })).toEqual([]);
    expect(await found(viewer, { public: null, enabled: null, grantType: null, query: null })).toHaveLength(4);
  });

  it("pages within what a filter finds", async () => {
    const { developer, viewer } = await gateway.organization();
    for (const name of ["a hit", "miss", "b hit", "c hit", "miss"]) await developer.createApplication({ name });
    for (const direction of ["forward", "backward"] as const) {
      const args = { filter: { query: "HIT" }, orderBy: { field: "NAME", direction: "ASC" } };
      expect(await walk(developer, direction, 1, args)).toEqual(["a hit", "b hit", "c hit"]);
    }
    expect((await listing(viewer, { filter: { query: "hit" }, first: 1 })).totalCount).toBe(3);
  });

  it("finds open rotations until they are completed, cancelled or over", async () => {
    const { developer } = await gateway.organization();
    const ids: Record<string, string> = {};
    for (const name of ["never", "expiring", "kept", "completed", "cancelled", "revoked"]) {
      ids[name] = (await developer.createApplication({ name })).id;
    }
    await developer.createApplication({ name: "public", public: true });
    const rotate = (name: string, input: object) => developer.rotate(ids[name] as string, { ...input });
    await rotate("expiring", { overlapSeconds: 60 });
    for (const name of ["kept", "completed", "cancelled"]) await rotate(name, { previousSecret: "KEEP" });
    await rotate("revoked", { previousSecret: "REVOKE" });
    expect(await found(developer, { hasRotatedSecret: true })).toEqual(["cancelled", "completed", "expiring", "kept"]);
    await change(developer, "completeSecretRotation", { oauthApplicationId: ids.completed });
    await change(developer, "cancelSecretRotation", { oauthApplicationId: ids.cancelled });
    expect(await found(developer, { hasRotatedSecret: true })).toEqual(["expiring", "kept"]);
    advance(60_000);
    expect(await found(developer, { hasRotatedSecret: true })).toEqual(["kept"]);
    expect(await found(developer, { hasRotatedSecret: false })).toEqual([
      "cancelled",
      "completed",
      "expiring",
      "never",
      "public",
      "revoked",
    ]);
  });

  it("finds applications whose current secret is older than a moment", async () => {
    const { developer } = await gateway.organization();
    const old = await developer.createApplication({ name: "old" });
    const rotated = await developer.createApplication({ name: "rotated" });
    await developer.createApplication({ name: "public", public: true });
    advance(100 * DAY);
    await developer.createApplication({ name: "young" });
    await developer.rotate(rotated.id, { previousSecret: "KEEP" });
    const in90Days = { secretCreatedBefore: fromNow(-90 * DAY) };
    expect(await found(developer, in90Days)).toEqual(["old"]);
    await change(developer, "cancelSecretRotation", { oauthApplicationId: rotated.id });
    expect(await found(developer, in90Days)).toEqual(["old", "rotated"]);
    await developer.rotate(old.id, { overlapSeconds: 60 });
    expect(await found(developer, in90Days)).toEqual(["rotated"]);
    expect(await found(developer, { secretCreatedBefore: fromNow(DAY) })).toEqual(["old", "rotated", "young"]);
    expect(await found(developer, { secretCreatedBefore: "0001-01-01T00:00:00Z" })).toEqual([]);
    const { createdAt } = (
      await developer.ok("query ($id: ID!) { oauthApplication(id: $id) { secrets { createdAt } } }", { id: rotated.id })
    ).oauthApplication.secrets[1];
    expect(await found(developer, { secretCreatedBefore: createdAt })).not.toContain("rotated");
  });

  it("finds open rotations that end before a moment, and none without an end", async () => {
    const { developer } = await gateway.organization();
    for (const [name, input] of Object.entries({
      soon: { overlapSeconds: 3600 },
      later: { overlapSeconds: 30 * 86_400 },
      kept: { previousSecret: "KEEP" },
    })) {
      await developer.rotate((await developer.createApplication({ name })).id, input);
    }
    await developer.createApplication({ name: "never" });
    expect(await found(developer, { rotationEndsBefore: fromNow(7 * DAY) })).toEqual(["soon"]);
    expect(await found(developer, { rotationEndsBefore: fromNow(31 * DAY) })).toEqual(["later", "soon"]);
    expect(await found(developer, { rotationEndsBefore: fromNow(1000) })).toEqual([]);
    expect(
      await found(developer, { rotationEndsBefore: fromNow(31 * DAY), hasRotatedSecret: true, query: "LATE" }),
    ).toEqual(["later"]);
    advance(2 * 3_600_000);
    expect(await found(developer, { rotationEndsBefore: fromNow(31 * DAY) })).toEqual(["later"]);
    expect(await found(developer, { rotationEndsBefore: "9999-12-31T23:59:59Z" })).toEqual(["later"]);
  });

  it.each([
    { hasRotatedSecret: true },
    { hasRotatedSecret: false },
    { secretCreatedBefore: "2030-01-01T00:00:00Z" },
    { rotationEndsBefore: "2030-01-01T00:00:00Z" },
  ])("refuses a VIEWER the filter %j", async (filter) => {
    const { viewer, developer } = await gateway.organization();
    await developer.createApplication();
    expect(refusalOf(await sendListing(viewer, { filter }))).toEqual({ code: "FORBIDDEN" });
  });

  it.each(["", " ", "x".repeat(257), "\u0000", "\ud800"])("refuses to search for %j", async (query) => {
    const { viewer } = await gateway.organization();
    expect(refusalOf(await sendListing(viewer, { filter: { query } }))).toMatchObject({
      code: "BAD_USER_INPUT",
      field: "filter.query",
    });
  });
});

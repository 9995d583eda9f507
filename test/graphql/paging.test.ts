import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { listing, sendListing, walk } from "../support/organization/listing.js";
import { changed, remove } from "../support/organization/oauth-applications.js";

const BY_NAME = { field: "NAME", direction: "ASC" };
const BY_UPDATE = { field: "UPDATED_AT", direction: "ASC" };

describe.each(DATABASE_KINDS)("pages of applications on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  /** An organization with applications of these names, registered in this order. */
  async function withApplications(...names: string[]) {
    const organization = await gateway.organization();
    const ids: string[] = [];
    for (const name of names) ids.push((await organization.developer.createApplication({ name })).id);
    return { ...organization, ids, client: organization.viewer };
  }

  it("answers an empty list without cursors", async () => {
    const { client } = await withApplications();
    expect(await listing(client)).toEqual({
      totalCount: 0,
      edges: [],
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  it("answers 20 items by default, newest first, and says how many there are", async () => {
    const names = Array.from({ length: 21 }, (_, index) => `${index}`);
    const { client } = await withApplications(...names);
    const page = await listing(client);
    expect(page.nodes.map(({ name }) => name)).toEqual(names.slice(1).reverse());
    expect(page.edges.map(({ node }) => node)).toEqual(page.nodes);
    expect(page.totalCount).toBe(21);
    expect(page.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: page.edges[0]?.cursor,
      endCursor: page.edges[19]?.cursor,
    });
    const nulls = { first: null, after: null, last: null, before: null, filter: null, orderBy: null };
    expect(await listing(client, nulls)).toEqual(page);
    for (const orderBy of [null, BY_NAME, BY_UPDATE]) {
      const unbounded = await listing(client, { orderBy });
      expect(await listing(client, { orderBy, after: "", before: "" })).toEqual(unbounded);
      const { nodes, pageInfo } = await listing(client, { orderBy, last: 20, before: "" });
      expect([nodes.length, pageInfo.hasNextPage, pageInfo.hasPreviousPage]).toEqual([20, false, true]);
    }
    expect((await listing(client, { first: 100 })).nodes.length).toBe(21);
    expect((await listing(client, { last: 100 })).nodes.length).toBe(21);
  });

  it("takes the last items in the order of the list", async () => {
    const { client } = await withApplications("a", "b", "c", "d");
    const page = await listing(client, { last: 2 });
    expect(page.nodes.map(({ name }) => name)).toEqual(["b", "a"]);
    expect(page.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const before = await listing(client, { last: 2, before: page.pageInfo.startCursor });
    expect(before.nodes.map(({ name }) => name)).toEqual(["d", "c"]);
    expect(before.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(before.totalCount).toBe(4);
  });

  it("cuts what lies between two cursors from either end", async () => {
    const { client } = await withApplications("a", "b", "c", "d", "e");
    const [first, , , , last] = (await listing(client)).edges.map(({ cursor }) => cursor);
    const between = { after: first, before: last };
    const names = async (args: object) =>
      (await listing(client, { ...between, ...args })).nodes.map(({ name }) => name);
    expect(await names({})).toEqual(["d", "c", "b"]);
    expect(await names({ first: 2 })).toEqual(["d", "c"]);
    expect(await names({ last: 2 })).toEqual(["c", "b"]);
    expect(await names({ after: last, before: first })).toEqual([]);
    expect(await names({ after: first, before: first })).toEqual([]);
  });

  it("refuses cursors of another order, another shape or another kind, and names the argument", async () => {
    const { client, admin } = await withApplications("a", "b");
    const cursorOf = async (orderBy?: object) => (await listing(client, { orderBy })).edges[0]?.cursor as string;
    const [plain, byName, byUpdate] = [await cursorOf(), await cursorOf(BY_NAME), await cursorOf(BY_UPDATE)];
    const event = (await admin.ok("{ auditEvents(first: 1) { edges { cursor } } }")).auditEvents.edges[0].cursor;
    const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const id = "app_0000000000000000000000";
    const junk = [
      " ",
      "x",
      "\u0000",
      "\ud800",
      "0",
      "x".repeat(4097),
      "' OR 1=1 --",
      encoded(null),
      encoded({}),
      event,
    ];
    const cases = [
      { orderBy: undefined, cursors: [byName, byUpdate, `${plain}0`, ...junk] },
      {
        orderBy: BY_NAME,
        cursors: [
          ...[plain, byUpdate, ...junk, encoded(["nameKey", 5, id]), encoded(["nameKey", "a\u0000", id])],
          ...[encoded(["nameKey", "a"]), encoded(["nameKey", "a", 5]), encoded(["nameKey", "a", "x"])],
          ...[encoded(["nameKey", "a", event]), encoded(["name", "a", id]), encoded(["nameKey", { a: 1 }, id])],
        ],
      },
      {
        orderBy: BY_UPDATE,
        cursors: [
          plain,
          byName,
          ...junk,
          encoded(["updatedAt", "1", id]),
          encoded(["updatedAt", 1.5, id]),
          encoded(["updatedAt", 1e300, id]),
        ],
      },
    ];
    const notRefused: object[] = [];
    for (const { orderBy, cursors } of cases) {
      for (const cursor of cursors) {
        for (const argument of ["after", "before"]) {
          const { errors } = await sendListing(client, { orderBy, [argument]: cursor });
          const { code, field } = errors[0]?.extensions ?? {};
          if (code !== "BAD_USER_INPUT" || field !== argument) notRefused.push({ orderBy, [argument]: cursor, errors });
        }
      }
    }
    expect(notRefused).toEqual([]);
  });

  it.each([undefined, BY_NAME, BY_UPDATE])(
    "goes on from the cursor of a deleted application, ordered by %j",
    async (orderBy) => {
      const { admin, client } = await withApplications("a", "b", "c", "d");
      const edges = (await listing(client, { orderBy })).edges;
      await remove(admin, { oauthApplicationId: edges[1]?.node.id });
      const [after, before] = [
        await listing(client, { orderBy, after: edges[1]?.cursor }),
        await listing(client, { orderBy, last: 9, before: edges[1]?.cursor }),
      ];
      expect(after.nodes).toEqual(edges.slice(2).map(({ node }) => node));
      expect(before.nodes).toEqual(edges.slice(0, 1).map(({ node }) => node));
      expect(after.totalCount).toBe(3);
    },
  );

  it("neither repeats nor skips what was there before when applications are added while paging", async () => {
    const { developer, client } = await withApplications("a", "b", "c", "d");
    const first = await listing(client, { first: 2 });
    await developer.createApplication({ name: "new" });
    const second = await listing(client, { first: 2, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...second.nodes].map(({ name }) => name)).toEqual(["d", "c", "b", "a"]);
  });

  it("pages by the time of the last change", async () => {
    const { developer, client, ids } = await withApplications("a", "b", "c");
    for (const index of [1, 0, 2]) {
      gateway.advance(10);
      await changed(developer, "updateOAuthApplication", { oauthApplicationId: ids[index] });
    }
    for (const direction of ["forward", "backward"] as const) {
      expect(await walk(client, direction, 1, { orderBy: BY_UPDATE })).toEqual(["b", "a", "c"]);
      expect(await walk(client, direction, 2, { orderBy: { ...BY_UPDATE, direction: "DESC" } })).toEqual([
        "c",
        "a",
        "b",
      ]);
      expect(await walk(client, direction, 2, { orderBy: { field: "CREATED_AT", direction: "ASC" } })).toEqual([
        "a",
        "b",
        "c",
      ]);
      expect(await walk(client, direction, 2, { orderBy: { field: "CREATED_AT", direction: "DESC" } })).toEqual([
        "c",
        "b",
        "a",
      ]);
    }
  });
});

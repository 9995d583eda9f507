import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { expectRefused } from "../support/dialects/contracts/contract-organization.js";
import { csp } from "../support/dialects/contracts/csp.js";
import { cspOrganization } from "../support/dialects/csp.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { serviceAccount } from "../support/organization/members.js";

/** Makes the database refuse to delete one application, for a reason of its own. */
const PLANTED = {
  sqlite: `CREATE TRIGGER planted BEFORE DELETE ON oauth_applications WHEN OLD.client_id = 'CLIENT_ID'
    BEGIN SELECT RAISE(ABORT, 'planted'); END`,
  postgres: `CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF OLD.client_id = 'CLIENT_ID' THEN RAISE EXCEPTION 'planted'; END IF; RETURN OLD; END $$;
    CREATE TRIGGER planted BEFORE DELETE ON oauth_applications FOR EACH ROW EXECUTE FUNCTION planted()`,
};

describe.each(DATABASE_KINDS)("CSP's bulk delete on %s", (kind) => {
  haveTime();
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  async function filled(count: number) {
    const organization = await cspOrganization(gateway);
    const ids: string[] = [];
    for (let n = 0; n < count; n++) ids.push((await organization.created()).clientId);
    return {
      ...organization,
      ids,
      remove: (clientIdsToDelete: unknown, role: "developer" | "admin" | "owner" | "viewer" = "admin") =>
        organization.send("DELETE", "", { clientIdsToDelete }, role),
      left: async () =>
        (await organization.send("GET")).body.results.map(({ id }: { id: string }) => id).reverse() as string[],
    };
  }

  it("deletes 15 at once, answers them in their order, and leaves the others", async () => {
    const { remove, ids, left } = await filled(16);
    const { status, body } = await remove(ids.slice(0, 15));
    expect([status, body]).toEqual([200, { succeeded: ids.slice(0, 15), failed: [] }]);
    expect(await left()).toEqual(ids.slice(15));
  });

  it("deletes those it can, and names the others", async () => {
    const { remove, ids, left } = await filled(3);
    const stranger = await cspOrganization(gateway);
    const foreign = await stranger.created();
    const [one = "", two = "", three = ""] = ids;
    const absent = ["0123456789abcdef0123456789abcdef", "not an id", "", "\u0000", "x".repeat(1000)];
    const { status, body } = await remove([absent[0], one, foreign.clientId, ...absent.slice(1), three]);
    expect(status).toBe(200);
    expect(body).toEqual({ succeeded: [one, three], failed: [absent[0], foreign.clientId, ...absent.slice(1)] });
    expect(await left()).toEqual([two]);
    expect(await stranger.good(foreign.clientId, foreign.clientSecret)).toBe(true);
  });

  it("logs what nobody foresaw under the request's id, and goes on with the rest", async () => {
    const { remove, ids, left } = await filled(3);
    const [one = "", two = "", three = ""] = ids;
    await gateway.database.query(PLANTED[kind].replace("CLIENT_ID", two));
    const since = gateway.log().length;
    const { status, body, text, headers } = await remove(["nobody", one, two, three]);
    expect([status, body]).toEqual([200, { succeeded: [one, three], failed: ["nobody", two] }]);
    expect(text).not.toContain("planted");
    expect(await left()).toEqual([two]);
    const complaints = gateway
      .log()
      .slice(since)
      .split("\n")
      .filter((line) => line.includes('"level":50'))
      .map((line) => JSON.parse(line));
    expect(complaints).toMatchObject([
      {
        msg: "unexpected error",
        requestId: headers.get("x-request-id"),
        err: { message: expect.stringContaining("planted") },
      },
    ]);
  });

  it("says of another organization's application what it says of none", async () => {
    const { remove } = await filled(0);
    const foreign = await (await cspOrganization(gateway)).created();
    const [theirs, nobodys] = [await remove([foreign.clientId]), await remove(["f".repeat(32)])];
    expect([theirs.status, theirs.body]).toEqual([200, { succeeded: [], failed: [foreign.clientId] }]);
    expect(theirs.text.replace(foreign.clientId, "ID")).toBe(nobodys.text.replace("f".repeat(32), "ID"));
  });

  it("counts an id named twice once", async () => {
    const { remove, ids } = await filled(1);
    const [id = ""] = ids;
    expect((await remove([id, "nobody", id, "nobody"])).body).toEqual({ succeeded: [id], failed: ["nobody"] });
    expect((await remove([id])).body).toEqual({ succeeded: [], failed: [id] });
  });

  it("lets each id succeed once when it is sent many times at once", async () => {
    const { remove, ids, left } = await filled(3);
    const answers = await Promise.all(Array.from({ length: 8 }, () => remove(ids)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(answers.flatMap(({ body }) => body.succeeded).sort()).toEqual([...ids].sort());
    expect(answers.flatMap(({ body }) => body.failed)).toHaveLength(7 * 3);
    expect(await left()).toEqual([]);
  });

  it("writes one audit event for each that went, and none for the others", async () => {
    const { remove, ids, owner } = await filled(2);
    const listed = "{ auditEvents(first: 50) { nodes { action wayIn details } } }";
    await remove([...ids, "nobody"]);
    const { auditEvents } = await owner.ok(listed);
    const deleted = auditEvents.nodes.filter(
      ({ action }: { action: string }) => action === "oauth_application.deleted",
    );
    expect(deleted).toHaveLength(2);
    for (const { wayIn, details } of deleted) {
      expect(wayIn).toBe("CSP");
      expect(ids).toContain(details.clientId);
    }
  });

  it.each<[string, unknown, string]>([
    ["no id", [], "clientIdsToDelete"],
    ["16 ids", Array.from({ length: 16 }, (_, n) => `id-${n}`), "clientIdsToDelete"],
    ["the same id 16 times", Array(16).fill("id"), "clientIdsToDelete"],
    ["a text", "id", "clientIdsToDelete"],
    ["null", null, "clientIdsToDelete"],
    ["a number among them", ["id", 5], "clientIdsToDelete.1"],
    ["nothing", undefined, "clientIdsToDelete"],
  ])("refuses %s", async (_what, value, field) => {
    const { remove, left, ids } = await filled(1);
    expectRefused(csp, await remove(value), { status: 400, field });
    expect(await left()).toEqual(ids);
  });

  it("refuses to be sent without a body, or with more than the ids", async () => {
    const { send, ids, left } = await filled(1);
    expectRefused(csp, await send("DELETE"), { status: 400 });
    const answer = await send("DELETE", "", { clientIdsToDelete: ids, force: true });
    expectRefused(csp, answer, { status: 400, field: "force" });
    expect(await left()).toEqual(ids);
  });

  it.each(["viewer", "developer"] as const)("is not for a %s", async (role) => {
    const { remove, ids, left } = await filled(1);
    expectRefused(csp, await remove(ids, role), { status: 403 });
    expect(await left()).toEqual(ids);
  });

  it("leaves the application of a member with more rights than its sender's, and deletes the rest", async () => {
    const { remove, ids, owner, left } = await filled(1);
    const { application } = await serviceAccount(gateway, { owner }, "OWNER");
    // The last OWNER among the members cannot go.
    const other = await serviceAccount(gateway, { owner }, "OWNER");
    const [id = ""] = ids;
    const asAdmin = await remove([application.clientId, id], "admin");
    expect(asAdmin.body).toEqual({ succeeded: [id], failed: [application.clientId] });
    expect(await left()).toEqual([application.clientId, other.application.clientId]);
    expect((await remove([application.clientId], "owner")).body.succeeded).toEqual([application.clientId]);
  });
});

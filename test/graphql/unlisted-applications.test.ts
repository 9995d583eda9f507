import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { broughtClient, importClient, inClear } from "../support/organization/brought-clients.js";
import { listing } from "../support/organization/listing.js";
import { change, changed } from "../support/organization/oauth-applications.js";

const DAY = 86_400_000;

/** What an older gateway leaves: it raises the version, and knows nothing of the columns for lists. */
const OLDER =
  "UPDATE oauth_applications SET kind = 0, rotation_ends_at = 0, current_secret_id = '', listed_version = 0";

const COLUMNS = `SELECT id, kind, rotation_ends_at AS ends, current_secret_id AS current, listed_version - version AS behind
  FROM oauth_applications ORDER BY id`;

describe.each(DATABASE_KINDS)("applications that an older gateway has changed, on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  async function names(client: GraphqlClient, filter: Record<string, unknown>): Promise<string[]> {
    const { nodes, totalCount } = await listing(client, { filter, first: 100 });
    expect(totalCount).toBe(nodes.length);
    return nodes.map(({ name }) => name).toSorted();
  }

  /** One application in each state that lists tell apart. */
  async function everyKind() {
    const organization = await gateway.organization();
    const { developer } = organization;
    const old = await developer.createApplication({ name: "old" });
    const cancelled = await developer.createApplication({ name: "cancelled" });
    const completed = await developer.createApplication({ name: "completed" });
    gateway.advance(100 * DAY);
    const create = (name: string, input: object = {}) => developer.createApplication({ name, ...input });
    await create("public", { public: true, grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"] });
    const off = await create("off", { grantTypes: ["CLIENT_CREDENTIALS"] });
    await changed(developer, "updateOAuthApplication", { oauthApplicationId: off.id, enabled: false });
    const closed = await create("closed");
    await changed(developer, "updateOAuthApplication", { oauthApplicationId: closed.id, public: true });
    await developer.rotate((await create("ending")).id, { overlapSeconds: 3600 });
    await developer.rotate((await create("kept", { grantTypes: [] })).id, { previousSecret: "KEEP" });
    await developer.rotate((await create("over")).id, { overlapSeconds: 1 });
    const ends = [1, 300].map((days) => new Date(gateway.now() + days * DAY));
    const secrets = ends.map((end) => inClear(`a-secret-that-ends-${end.getTime()}`, end));
    await importClient(gateway, organization, broughtClient({ settings: { name: "brought" }, secrets }));
    await developer.rotate(cancelled.id, { previousSecret: "KEEP" });
    await change(developer, "cancelSecretRotation", { oauthApplicationId: cancelled.id });
    await developer.rotate(completed.id, { previousSecret: "KEEP" });
    await change(developer, "completeSecretRotation", { oauthApplicationId: completed.id });
    gateway.advance(2000);
    const { createdAt } = (
      await developer.ok("query ($id: ID!) { oauthApplication(id: $id) { secrets { createdAt } } }", { id: old.id })
    ).oauthApplication.secrets[0];
    const moment = Date.parse(createdAt) + DAY;
    return {
      ...organization,
      inADay: new Date(moment).toISOString(),
      in102Days: new Date(moment + 101 * DAY).toISOString(),
    };
  }

  it("are found as before, then mended by upkeep, with the same columns that this gateway writes", async () => {
    const { developer, inADay, in102Days } = await everyKind();
    const found = async () => ({
      public: await names(developer, { public: true }),
      off: await names(developer, { enabled: false }),
      refresh: await names(developer, { grantType: "REFRESH_TOKEN" }),
      rotating: await names(developer, { hasRotatedSecret: true }),
      resting: await names(developer, { hasRotatedSecret: false }),
      old: await names(developer, { secretCreatedBefore: inADay }),
      ending: await names(developer, { rotationEndsBefore: in102Days }),
    });
    const written = await gateway.database.query(COLUMNS);
    const before = await found();
    expect(before).toEqual({
      public: ["closed", "public"],
      off: ["off"],
      refresh: ["public"],
      rotating: ["brought", "ending", "kept"],
      resting: ["cancelled", "closed", "completed", "off", "old", "over", "public"],
      old: ["cancelled", "old"],
      ending: ["brought", "ending"],
    });
    await gateway.database.query(OLDER);
    expect(await found()).toEqual(before);
    await gateway.gateway.services.maintain();
    const ended = (rows: Record<string, unknown>[], now: number) =>
      rows.map((row) => ({ ...row, ends: Number(row.ends) <= now ? 0 : Number(row.ends) }));
    const now = gateway.gateway.services.clock();
    // What is over has no end any more.
    expect(ended(await gateway.database.query(COLUMNS), now)).toEqual(ended(written, now));
    expect(await found()).toEqual(before);
  });

  it("are right again after their next change", async () => {
    const { developer } = await gateway.organization();
    const one = await developer.createApplication({ name: "one", grantTypes: ["CLIENT_CREDENTIALS"] });
    await gateway.database.query(`${OLDER} WHERE id = '${one.id}'`);
    await developer.rotate(one.id, {});
    const [row] = await gateway.database.query(COLUMNS.replace("ORDER", `WHERE id = '${one.id}' ORDER`));
    expect(Number(row?.behind)).toBe(0);
    expect(await names(developer, { hasRotatedSecret: true })).toEqual(["one"]);
    expect(await names(developer, { grantType: "CLIENT_CREDENTIALS" })).toEqual(["one"]);
    const kinds = `SELECT kind FROM oauth_applications WHERE id = '${one.id}'`;
    const [{ kind: mended } = {}] = await gateway.database.query(kinds);
    await changed(developer, "updateOAuthApplication", { oauthApplicationId: one.id, description: "Again" });
    expect(await gateway.database.query(kinds)).toEqual([{ kind: mended }]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WayIn } from "../../src/model/actor.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { holdRow } from "../support/databases/held-row.js";
import { sentWhile } from "../support/databases/sent-statements.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { listEvents } from "../support/organization/audit-events.js";
import { broughtClient, importClient } from "../support/organization/brought-clients.js";

const MANY = 64;
const ORIGIN = { wayIn: WayIn.GRAPHQL, requestId: null, address: null };

describe.each(DATABASE_KINDS)("clients that are imported at once on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  beforeEach(async () => {
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  const bring = (clients: readonly ReturnType<typeof broughtClient>[], options = {}) =>
    Promise.all(clients.map((client) => importClient(gateway, organization, client, options)));
  const many = (count = MANY) => Array.from({ length: count }, () => broughtClient());
  const imported = async (clients: ReturnType<typeof many>) => {
    await bring(clients);
    return clients;
  };
  const resultsOf = (items: Awaited<ReturnType<typeof bring>>) => items.map(({ result }) => result);
  const countEvents = async () => (await listEvents(organization.owner)).length;

  it.each([
    ["new", async () => many(), "created", {}],
    ["as they were", async () => imported(many()), "unchanged", {}],
    ["to be remembered anew", async () => imported(many()), "unchanged", { line: "with other spaces" }],
  ])("share their statements where they are %s", async (_what, prepared, result, options) => {
    const clients = await prepared();
    let items: Awaited<ReturnType<typeof bring>> = [];
    const sent = await sentWhile(kind, async () => {
      items = await bring(clients, options);
    });
    expect(new Set(resultsOf(items))).toEqual(new Set([result]));
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.length).toBeLessThan(MANY);
  });
  it("are refused each by itself, and the others are in with their secrets and events", async () => {
    const { clientId: taken } = await organization.owner.createApplication();
    const before = await countEvents();
    const id = "app_0000000000000000000001";
    const clients = many(20);
    clients[3] = broughtClient({ clientId: taken });
    clients[7] = broughtClient({ settings: { secretOverlapSeconds: -1 } });
    clients[11] = broughtClient({ id, clientId: "the-first-with-its-id" });
    clients[12] = broughtClient({ id, clientId: "the-second-with-its-id" });
    clients[15] = broughtClient({ clientId: "comes-twice" });
    clients[16] = broughtClient({ clientId: "comes-twice" });
    const items = await bring(clients);
    const refused = items.flatMap(({ result, reason }, place) => (result === "refused" ? [[place, reason]] : []));
    expect(refused).toEqual([
      [3, expect.stringMatching(/not imported from this source/)],
      [7, expect.stringMatching(/^secretOverlapSeconds must/)],
      [expect.toSatisfy((place) => place === 11 || place === 12), "The id of the application is taken."],
    ]);
    expect(items[15]?.result === "created" ? resultsOf(items)[16] : resultsOf(items)[15]).toBe("unchanged");
    const created = clients.filter((_, place) => items[place]?.result === "created");
    expect(created).toHaveLength(16);
    for (const { clientId } of created) {
      expect(await organization.admin.verify(clientId, `secret-of-${clientId}`)).toMatchObject({ active: true });
    }
    expect((await countEvents()) - before).toBe(created.length);
  });

  it("stay out when the token of whoever imports them is revoked, and come while it works", async () => {
    const { services } = gateway.gateway;
    const actor = await services.authentication.authenticate(String(organization.developer.token), ORIGIN);
    const go = (client: ReturnType<typeof broughtClient>) =>
      services.applicationImports.import(actor, client, { source: "keycloak", line: "" });
    expect(await go(broughtClient())).toMatchObject({ result: "created" });
    await organization.owner.ok(
      "mutation ($id: ID!) { revokeApiToken(input: { apiTokenId: $id }) { apiToken { id } } }",
      {
        id: actor.id,
      },
    );
    await expect(go(broughtClient())).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await organization.owner.ok("{ oauthApplications { totalCount } }")).toEqual({
      oauthApplications: { totalCount: 1 },
    });
  });

  // SQLite has one writer at a time.
  if (kind === "postgres")
    it("do not wait for one whose client id another gateway is about to take", async () => {
      const { id } = await organization.owner.createApplication();
      const { clientId } = await organization.owner.createApplication();
      const held = await holdRow(gateway.database, "oauth_applications", id);
      await held.run("UPDATE oauth_applications SET client_id = 'about-to-be-taken' WHERE id = $1", [id]);
      const late = importClient(gateway, organization, broughtClient({ clientId: "about-to-be-taken" }));
      expect(new Set(resultsOf(await bring(many(10))))).toEqual(new Set(["created"]));
      await held.waited();
      await held.release();
      expect(await late).toMatchObject({ result: "refused", reason: expect.stringMatching(/not imported from/) });
      expect(await organization.admin.verify(clientId, "any")).toEqual({ active: false });
    });
});

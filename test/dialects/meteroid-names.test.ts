import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { contractOrganization, expectRefused } from "../support/dialects/contracts/contract-organization.js";
import { meteroid } from "../support/dialects/contracts/meteroid.js";
import { type DialectAnswer, dialectClient } from "../support/dialects/dialects.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";
import { changed } from "../support/organization/oauth-applications.js";

const APPS = "/api/v1/oauth-apps";

describe.each(DATABASE_KINDS)("names of Meteroid's OAuth apps on %s", (kind) => {
  haveTime();
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  async function start() {
    const organization = await contractOrganization(gateway, meteroid);
    const client = organization.as("owner");
    return {
      ...organization,
      create: (name: string) => client.request("POST", APPS, { body: { name, redirect_uris: [] } }),
      names: async () => (await client.request("GET", APPS)).body.data.map((app: { name: string }) => app.name),
    };
  }

  it("can be had once in an organization", async () => {
    const { create, names } = await start();
    const other = await start();
    expect((await create("Shop")).status).toBe(201);
    expectRefused(meteroid, await create("Shop"), { status: 409 });
    expect(await names()).toEqual(["Shop"]);
    expect((await other.create("Shop")).status).toBe(201);
  });

  it("can be had again once their app is gone or has another one", async () => {
    const { create, as, owner, names } = await start();
    const { body } = await create("Shop");
    expect((await as("owner").request("DELETE", `${APPS}/${body.app.id}`)).status).toBe(204);
    const { app } = (await create("Shop")).body;
    await changed(owner, "updateOAuthApplication", { oauthApplicationId: app.id, name: "Renamed" });
    expect((await create("Shop")).status).toBe(201);
    expectRefused(meteroid, await create("Renamed"), { status: 409 });
    expect(await names()).toEqual(["Shop", "Renamed"]);
  });

  it("are taken by applications of other ways in as well, which may still share one", async () => {
    const { create, developer, names } = await start();
    await developer.createApplication({ name: "Shop" });
    await developer.createApplication({ name: "Shop" });
    expectRefused(meteroid, await create("Shop"), { status: 409 });
    await create("Store");
    await developer.createApplication({ name: "Store" });
    expect(await names()).toEqual(["Store", "Store", "Shop", "Shop"]);
  });

  it("are told apart exactly", async () => {
    const { create, names } = await start();
    const all = ["Shop", "shop", "Shop ", "Ｓhop", "Sho\u0070\u0301", "Sho\u1e55", "%", "_", "' OR 1=1 --"];
    for (const name of all) expect((await create(name)).status, name).toBe(201);
    for (const name of all) expect((await create(name)).status, name).toBe(409);
    expect(await names()).toEqual([...all].reverse());
  });

  it("are given to one of 20 racing creates", async () => {
    const { create, names, admin } = await start();
    const answers = await Promise.all(Array.from({ length: 20 }, () => create("Shop")));
    await expectOneWinner(answers, names);
    const { body } = answers.find(({ status }) => status === 201) as DialectAnswer;
    expect((await admin.verify(body.app.client_id, body.client_secret)).active).toBe(true);
  });

  it("race only with their own kind", async () => {
    const { create, names } = await start();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => create(`Shop ${n}`)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(await names()).toHaveLength(20);
  });
});

describe("names of Meteroid's OAuth apps with two gateways on one PostgreSQL", () => {
  haveTime();
  let database: TestDatabase;
  let gateways: TestGateway[];

  beforeAll(async () => {
    database = await createMigratedDatabase("postgres");
    gateways = [await startTestGateway("postgres", { database }), await startTestGateway("postgres", { database })];
  });
  afterAll(async () => {
    for (const gateway of gateways) await gateway.stop();
    await database.drop();
  });

  it.each([1, 2, 3])("are given to one of 20 racing creates (%i)", async (round) => {
    const { owner } = await (gateways[0] as TestGateway).organization(`race-${round}`);
    const clients = gateways.map(({ url }) => dialectClient(url, owner.token));
    const create = (n: number) =>
      clients[n % 2]?.request("POST", APPS, { body: { name: "Shop", redirect_uris: [] } }) as Promise<DialectAnswer>;
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => create(n)));
    for (const client of clients) {
      await expectOneWinner(answers, async () =>
        (await client.request("GET", APPS)).body.data.map((app: { name: string }) => app.name),
      );
    }
  });
});

async function expectOneWinner(answers: DialectAnswer[], names: () => Promise<string[]>): Promise<void> {
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
  for (const answer of answers) if (answer.status === 409) expectRefused(meteroid, answer, { status: 409 });
  expect(await names()).toEqual(["Shop"]);
}

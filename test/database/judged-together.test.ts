import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { PooledDatabase } from "../../src/database/sqlite/driver.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";
import { type Client, createClient, requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";

const SIZE = 60;
const ROTATE =
  "mutation ($id: ID!) { rotateSecret(input: { oauthApplicationId: $id }) { clientSecret secret { id } } }";

/** SQLite only: on PostgreSQL each change has a connection to itself. */
describe("changes of different applications that come together", () => {
  haveTime();
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway("sqlite");
  });
  afterAll(() => gateway.stop());
  afterEach(() => vi.restoreAllMocks());

  /** How many statements with this text SQLite was sent meanwhile. */
  const count = async (text: string, work: () => Promise<unknown>) => {
    const all = vi.spyOn(PooledDatabase.prototype, "all");
    await work();
    return all.mock.calls.filter(([sql]) => sql.includes(text)).length;
  };
  const createClients = async () => {
    const { admin } = await gateway.organization();
    const clients: Client[] = [];
    for (let n = 0; n < SIZE; n++) clients.push(await createClient(admin));
    return { admin, clients };
  };

  it("are judged by few statements: rotations", async () => {
    const { admin, clients } = await createClients();
    const sent = await count("json_array((SELECT json_group_array", () =>
      Promise.all(clients.map(({ id }) => admin.ok(ROTATE, { id }))),
    );
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(SIZE / 2);
  });

  it("are judged by few statements: access tokens", async () => {
    const { clients } = await createClients();
    const ask = async () => {
      const answers = await Promise.all(clients.map((client) => requestToken(gateway.url, client)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    };
    await ask();
    const sent = await count("EXISTS (SELECT 1 FROM oauth_applications", ask);
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(SIZE / 2);
  });
});

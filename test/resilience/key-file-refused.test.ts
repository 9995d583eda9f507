import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newKey, readKeyFile, replaceKeyFile } from "../../src/key-file.js";
import { formatKeys } from "../../src/key-texts.js";
import { newSecret } from "../../src/model/secret.js";
import { type KeyList, kidOf, type SecretKey } from "../../src/services/keys/secret-keys.js";
import { createMigratedDatabase, type TestDatabase } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { metricValue, WITH_METRICS } from "../support/gateway/metrics.js";
import { createClient } from "../support/oauth/oauth-endpoints.js";
import { issueApiToken, works } from "../support/organization/api-tokens.js";

const MINUTE_MS = 60_000;
const REQUESTS = 20;

describe("a key file that a start would not take", () => {
  let database: TestDatabase;
  let gateway: TestGateway;
  let other: TestGateway | undefined;
  let owner: GraphqlClient;
  let path: string;
  let first: SecretKey;

  beforeEach(async () => {
    database = await createMigratedDatabase("sqlite");
    path = join(database.folder as string, "secret-keys");
    gateway = await startTestGateway("sqlite", { database, env: WITH_METRICS });
    owner = (await gateway.organization()).owner;
    [first] = await readKeyFile(path);
  });
  afterEach(async () => {
    await gateway.stop();
    await other?.stop();
    other = undefined;
    await database.drop();
  });

  const put = (...keys: KeyList) => replaceKeyFile(path, keys);
  /** Makes the gateway look at its key file, as anybody can. */
  const look = async (times = 1) => {
    const stranger = () => works(new GraphqlClient(gateway.url, newSecret("ogt_")));
    expect(await Promise.all(Array.from({ length: times }, stranger))).toEqual(Array(times).fill(false));
  };
  const lines = (text: string) =>
    gateway
      .log()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .filter(({ msg }) => String(msg).includes(text));
  const refusals = () => lines("The gateway goes on with the keys it has.");
  const kidsInUse = async () => {
    const rows = await database.query("SELECT digest FROM client_secrets UNION ALL SELECT digest FROM api_tokens");
    return [...new Set(rows.map(({ digest }) => kidOf(String(digest))))].sort();
  };

  /** Another key in front, under which a client's secret and a token were made since. */
  async function replaceFirstKey() {
    const second = newKey();
    await put(second, first);
    await look();
    const client = await createClient(owner);
    const { token } = await issueApiToken(owner);
    return { second, client, newcomer: new GraphqlClient(gateway.url, token) };
  }

  it("costs nobody an answer when it is an old backup, whose missing key the log names", async () => {
    const { second, client, newcomer } = await replaceFirstKey();
    await put(first);
    await look(REQUESTS);
    expect(await works(newcomer)).toBe(true);
    expect((await owner.verify(client.clientId, client.clientSecret)).active).toBe(true);
    expect(refusals()).toEqual([
      expect.objectContaining({ level: 50, msg: expect.stringContaining(`"${second.kid}" is missing`) }),
    ]);
    await put(second, first);
    await gateway.stop();
    gateway = await startTestGateway("sqlite", { database });
    expect(
      (await new GraphqlClient(gateway.url, owner.token).verify(client.clientId, client.clientSecret)).active,
    ).toBe(true);
  });

  it("never signs when it holds other keys only, so that nothing is lost by its repair", async () => {
    const stranger = newKey();
    await put(stranger);
    await look(REQUESTS);
    const client = await createClient(owner);
    expect(await kidsInUse()).toEqual([first.kid]);
    expect(refusals()).toHaveLength(1);
    await put(first);
    await look();
    expect((await owner.verify(client.clientId, client.clientSecret)).active).toBe(true);
  });

  it("never signs when it has another key under a known name", async () => {
    await put({ ...newKey(), kid: first.kid });
    await look(REQUESTS);
    const client = await createClient(owner);
    expect(refusals()).toEqual([expect.objectContaining({ msg: expect.stringContaining("is not the one") })]);
    await put(first);
    expect((await owner.verify(client.clientId, client.clientSecret)).active).toBe(true);
  });

  it("is checked and spoken of again after a minute, not at every request", async () => {
    await put(newKey());
    await look(REQUESTS);
    const statementsOf = async (work: () => Promise<void>) => {
      const before = await metricValue(gateway, "gateway_database_statements_total");
      await work();
      return (await metricValue(gateway, "gateway_database_statements_total")) - before;
    };
    // Each is looked for once: a check would be more.
    expect(await statementsOf(() => look(REQUESTS))).toBe(REQUESTS);
    expect(refusals()).toHaveLength(1);
    gateway.advance(MINUTE_MS);
    await look(REQUESTS);
    expect(refusals()).toHaveLength(2);
  });

  it.each([
    ["garbage", () => writeFile(path, "not a key\n")],
    ["gone", () => rm(path)],
  ])("writes one line in a minute when it is %s, and none when it is back", async (_name, spoil) => {
    await spoil();
    await look(REQUESTS);
    expect(refusals()).toEqual([expect.objectContaining({ level: 50, msg: expect.stringContaining(path) })]);
    gateway.advance(MINUTE_MS);
    await gateway.gateway.services.maintain();
    expect(refusals()).toHaveLength(2);
    await put(first);
    await look();
    expect(refusals()).toHaveLength(2);
    expect(gateway.log()).not.toContain(formatKeys([first]).split(":")[1]);
  });

  it("is taken at once when it has been mended, by everybody who comes at that moment", async () => {
    const second = newKey();
    await put(second);
    await look();
    await put(second, first);
    const { token } = await issueApiToken(await elsewhere());
    const answers = await Promise.all(
      Array.from({ length: REQUESTS }, () => works(new GraphqlClient(gateway.url, token))),
    );
    expect(answers).toEqual(Array(REQUESTS).fill(true));
    expect(lines("the key file has changed")).toEqual([
      expect.objectContaining({ level: 40, kids: [second.kid, first.kid] }),
    ]);
  });

  it("leaves what was digested under a key that was taken out meanwhile working", async () => {
    const { second, client } = await replaceFirstKey();
    const mark = async (end: 1 | null) => {
      for (const table of ["client_secrets", "api_tokens"]) {
        await database.query(`UPDATE ${table} SET revoked_at = ${end} WHERE digest LIKE 'v1$${second.kid}$%'`);
      }
    };
    await mark(1);
    await put(first);
    await look();
    expect(refusals()).toEqual([]);
    // As if its transaction had been under way when the file was checked.
    await mark(null);
    expect((await owner.verify(client.clientId, client.clientSecret)).active).toBe(true);
  });

  /** Another gateway on the same file, which takes it as it starts. */
  async function elsewhere(): Promise<GraphqlClient> {
    other = await startTestGateway("sqlite", { database });
    return new GraphqlClient(other.url, owner.token);
  }
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OAuthApplication } from "../../src/model/oauth-application.js";
import { dumpRows, readFiles } from "../support/databases/database-dump.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import {
  createClient,
  introspect,
  requestToken,
  startOauthGateway,
  tokenOf,
} from "../support/oauth/oauth-endpoints.js";
import { change, changed, refusalOf, remove } from "../support/organization/oauth-applications.js";

/** What ends an application's tokens, done by an administrator. */
const ENDINGS: Record<string, (admin: GraphqlClient, id: string) => Promise<unknown>> = {
  disabled: (admin, id) => changed(admin, "updateOAuthApplication", { oauthApplicationId: id, enabled: false }),
  "made public": (admin, id) => changed(admin, "updateOAuthApplication", { oauthApplicationId: id, public: true }),
  deleted: (admin, id) => remove(admin, { oauthApplicationId: id }),
};

describe.each(DATABASE_KINDS)("access tokens on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  /** A client with a token, and another of its organization that looks at it. */
  const start = async (on = gateway, input: Record<string, unknown> = {}) => {
    const organization = await on.organization();
    const client = await createClient(organization.developer, input);
    const onlooker = await createClient(organization.developer);
    const token = await tokenOf(on.url, client);
    const isActive = async () => (await introspect(on.url, onlooker, token)).json.active as boolean;
    expect(await isActive()).toBe(true);
    return { ...organization, client, token, isActive };
  };

  it.each(["KEEP", "EXPIRE"])("survive a rotation with %s", async (previousSecret) => {
    const { developer, client, isActive } = await start();
    const { errors } = await developer.rotate(client.id, { previousSecret });
    expect(errors).toEqual([]);
    expect(await isActive()).toBe(true);
  });

  it.each(Object.keys(ENDINGS))("end at once when the application is %s", async (ending) => {
    const { admin, client, isActive } = await start();
    await ENDINGS[ending]?.(admin, client.id);
    expect(await isActive()).toBe(false);
  });

  it.each([
    [{ enabled: false }, { enabled: true }],
    [{ public: true }, { public: false }],
  ])("do not come back when what ended them by %o is undone", async (doing, undoing) => {
    const { admin, client, isActive } = await start();
    await changed(admin, "updateOAuthApplication", { oauthApplicationId: client.id, ...doing });
    await changed(admin, "updateOAuthApplication", { oauthApplicationId: client.id, ...undoing });
    expect(await isActive()).toBe(false);
  });

  it("stay when something else of the application changes", async () => {
    const { admin, client, isActive } = await start();
    await changed(admin, "updateOAuthApplication", { oauthApplicationId: client.id, name: "Another", enabled: true });
    expect(await isActive()).toBe(true);
  });

  it.each([60, 86_400])("live for the application's accessTokenTtlSeconds of %d", async (accessTokenTtlSeconds) => {
    const own = await startOauthGateway(kind);
    try {
      const { client, isActive } = await start(own, { accessTokenTtlSeconds });
      expect((await requestToken(own.url, client)).json.expires_in).toBe(accessTokenTtlSeconds);
      own.advance((accessTokenTtlSeconds - 10) * 1000);
      expect(await isActive()).toBe(true);
      own.advance(10_000);
      expect(await isActive()).toBe(false);
    } finally {
      await own.stop();
    }
  });

  it.each([0, 59, 86_401])("cannot be made to live for %d seconds", async (accessTokenTtlSeconds) => {
    const { developer } = await gateway.organization();
    const created = await change(developer, "createOAuthApplication", { name: "Client", accessTokenTtlSeconds });
    expect(refusalOf(created)).toMatchObject({ code: "BAD_USER_INPUT", field: "accessTokenTtlSeconds" });
    const { id } = await createClient(developer);
    const updated = await change(developer, "updateOAuthApplication", {
      oauthApplicationId: id,
      accessTokenTtlSeconds,
    });
    expect(refusalOf(updated)).toMatchObject({ code: "BAD_USER_INPUT", field: "accessTokenTtlSeconds" });
  });

  it("keep the life they were issued with when the application's changes", async () => {
    const { client, developer, token } = await start();
    const oauthApplicationId = client.id;
    await changed(developer, "updateOAuthApplication", { oauthApplicationId, accessTokenTtlSeconds: 60 });
    const { exp, iat } = (await introspect(gateway.url, client, token)).json;
    expect(exp - iat).toBe(3600);
    expect((await requestToken(gateway.url, client)).json.expires_in).toBe(60);
  });

  it("are nowhere in the database, which holds their digests", async () => {
    const { token, client } = await start();
    const { database } = gateway;
    const rows = await database.query(`SELECT * FROM access_tokens WHERE oauth_application_id = '${client.id}'`);
    expect(rows).toHaveLength(1);
    for (const text of [await dumpRows(database), ...(await readFiles(database)).values()]) {
      expect(text.includes(token)).toBe(false);
      expect(text.includes(client.clientSecret)).toBe(false);
    }
  });

  it("are forgotten once they have expired", async () => {
    const own = await startOauthGateway(kind);
    try {
      const { client } = await start(own, { accessTokenTtlSeconds: 60 });
      const other = await start(own);
      const holders = async () =>
        (await own.database.query("SELECT oauth_application_id AS id FROM access_tokens")).map(({ id }) => id);
      await own.gateway.services.maintain();
      expect((await holders()).sort()).toEqual([client.id, other.client.id].sort());
      own.advance(61_000);
      await own.gateway.services.maintain();
      expect(await holders()).toEqual([other.client.id]);
    } finally {
      await own.stop();
    }
  });

  it("need not come from a secret: they are good until their application is stopped, and none follows", async () => {
    const { admin, client } = await start();
    const { accessTokens, clientAuthentication } = gateway.gateway.services;
    const application = (await clientAuthentication.find(client.clientId))?.application as OAuthApplication;
    const [issuedAt, expiresAt] = [new Date(gateway.now()), new Date(gateway.now() + 60_000)];
    const token = { scope: "", audience: "https://api.example.com", issuedAt, expiresAt };
    const save = (value: string) => accessTokens.save(value, { application, secret: null }, token, undefined);
    expect(await save("before")).toBe(true);
    expect((await introspect(gateway.url, client, "before")).json).toMatchObject({ active: true });
    await changed(admin, "updateOAuthApplication", { oauthApplicationId: client.id, enabled: false });
    expect(await save("after")).toBe(false);
    expect([await accessTokens.find("before"), await accessTokens.find("after")]).toEqual([null, null]);
  });

  it("go with their application", async () => {
    const { admin, client } = await start();
    await remove(admin, { oauthApplicationId: client.id });
    const rows = await gateway.database.query(
      `SELECT 1 FROM access_tokens WHERE oauth_application_id = '${client.id}'`,
    );
    expect(rows).toEqual([]);
  });
});

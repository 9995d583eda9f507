import { randomBytes } from "node:crypto";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isAmong, kidOf, SecretKeys } from "../../src/services/keys/secret-keys.js";
import {
  createDatabase,
  createMigratedDatabase,
  DATABASE_KINDS,
  type TestDatabase,
} from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";

const newKey = (kid: string) => `${kid}:${randomBytes(32).toString("base64")}`;

describe.each(DATABASE_KINDS)("server keys on %s", (kind) => {
  let database: TestDatabase;
  let running: TestGateway[];

  beforeEach(async () => {
    database = await createMigratedDatabase(kind);
    running = [];
  });
  afterEach(async () => {
    for (const gateway of running) await gateway.stop();
    await database.drop();
  });

  async function start(keys: string): Promise<TestGateway> {
    const gateway = await startTestGateway(kind, { database, env: { SECRET_KEYS: keys } });
    running.push(gateway);
    return gateway;
  }

  async function stop(gateway: TestGateway): Promise<void> {
    running = running.filter((one) => one !== gateway);
    await gateway.stop();
  }

  const kidsOf = async (table: string, where: string) =>
    (await database.query(`SELECT digest FROM ${table} WHERE ${where} ORDER BY id`)).map(({ digest }) =>
      kidOf(String(digest)),
    );

  it("keep what an older key has digested working, and digest it anew with the first when it is used", async () => {
    const [oldKey, nextKey] = [newKey("old"), newKey("next")];
    const before = await start(oldKey);
    const { owner } = await before.organization();
    const application = await owner.createApplication();
    await stop(before);

    const after = await start(`${nextKey},${oldKey}`);
    const same = new GraphqlClient(after.url, owner.token);
    const secret = application.clientSecret ?? "";
    const ofSecrets = () => kidsOf("client_secrets", `oauth_application_id = '${application.id}'`);
    expect(await same.verify(application.clientId, `${secret.slice(0, -1)}!`)).toEqual({ active: false });
    expect(await ofSecrets()).toEqual(["old"]);
    expect(await same.verify(application.clientId, secret)).toMatchObject({ active: true });
    expect(await ofSecrets()).toEqual(["next"]);
    const { data } = await same.rotate(application.id, { previousSecret: "KEEP" });
    for (const usable of [secret, data.rotateSecret.clientSecret]) {
      expect(await same.verify(application.clientId, usable)).toMatchObject({ active: true });
    }
    expect(await ofSecrets()).toEqual(["next", "next"]);

    const { createApiToken } = await same.ok(
      'mutation { createApiToken(input: { name: "Next", role: VIEWER }) { token apiToken { id } } }',
    );
    expect(await kidsOf("api_tokens", `id = '${createApiToken.apiToken.id}'`)).toEqual(["next"]);
    for (const token of [owner.token, createApiToken.token]) {
      const { viewer } = await new GraphqlClient(after.url, token).ok("{ viewer { organization { slug } } }");
      expect(viewer.organization.slug).toBe("organization-1");
    }
  });

  it("keep what the second key has digested working when their order is changed back, and digest it anew", async () => {
    const [oldKey, nextKey] = [newKey("old"), newKey("next")];
    const before = await start(`${nextKey},${oldKey}`);
    const { owner } = await before.organization();
    const application = await owner.createApplication();
    await stop(before);
    const after = await start(`${oldKey},${nextKey}`);
    const same = new GraphqlClient(after.url, owner.token);
    expect(await same.verify(application.clientId, application.clientSecret ?? "")).toMatchObject({ active: true });
    expect(await kidsOf("client_secrets", `oauth_application_id = '${application.id}'`)).toEqual(["old"]);
  });

  it("refuse the start when a token that works was digested under a key that is missing", async () => {
    const before = await start(newKey("old"));
    await before.organization();
    await stop(before);
    await expect(start(newKey("next"))).rejects.toThrow('The key "old" is missing');
  });

  it("refuse the start when a client secret that works was digested under a key that is missing", async () => {
    const oldKey = newKey("old");
    const before = await start(oldKey);
    const { owner } = await before.organization();
    await owner.createApplication();
    await stop(before);
    await database.query("UPDATE api_tokens SET revoked_at = 1");
    await expect(start(newKey("next"))).rejects.toThrow('The key "old" is missing');
    const again = await start(oldKey);
    expect(again.url).toMatch(/^http/);
  });

  it("are not missed for what was revoked or has expired", async () => {
    const before = await start(newKey("old"));
    const { owner } = await before.organization();
    await owner.createApplication();
    await owner.createApplication();
    await stop(before);
    await database.query("UPDATE api_tokens SET revoked_at = 1");
    await database.query("UPDATE client_secrets SET expires_at = 1");
    const after = await start(newKey("next"));
    expect((await new GraphqlClient(after.url, owner.token).send("{ viewer { role } }")).status).toBe(401);
  });

  it("are refused at the start when a name stands for another key than before", async () => {
    await stop(await start(newKey("same")));
    await expect(start(newKey("same"))).rejects.toThrow('The key "same" is not the one this database was used with');
  });

  it("whose name begins like a missing one's do not stand in for it", async () => {
    const before = await start(newKey("key-10"));
    await before.organization();
    await stop(before);
    await expect(start(newKey("key-1"))).rejects.toThrow('The key "key-10" is missing');
  });
});

describe("the key file beside a SQLite database", () => {
  it("is made at the first start, for its owner's eyes only, and used again", async () => {
    const database = await createDatabase("sqlite");
    try {
      const first = await startTestGateway("sqlite", { database });
      const { owner } = await first.organization();
      await first.stop();
      const folder = database.folder ?? "";
      const files = (await readdir(folder)).filter((name) => !name.startsWith("gateway.sqlite") || /key/.test(name));
      expect(files).toHaveLength(1);
      const path = join(folder, files[0] ?? "");
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect(await readFile(path, "utf8")).toMatch(/^[A-Za-z0-9_-]+:[A-Za-z0-9+/]{43}=\s*$/);

      const second = await startTestGateway("sqlite", { database });
      expect((await new GraphqlClient(second.url, owner.token).send("{ viewer { role } }")).status).toBe(200);
      await second.stop();

      await writeFile(path, newKey("another"));
      await expect(startTestGateway("sqlite", { database })).rejects.toThrow("is missing");
    } finally {
      await database.drop();
    }
  });
});

describe("comparing digests", () => {
  const key = (kid: string) => ({ kid, key: randomBytes(32) });

  it("never accepts one application's digest for another", () => {
    const keys = new SecretKeys([key("one")]);
    expect(keys.digest("app_a", "secret")).not.toBe(keys.digest("app_b", "secret"));
    expect(isAmong(keys.candidates("app_a", "secret"), keys.digest("app_a", "secret"))).toBe(true);
    expect(isAmong(keys.candidates("app_b", "secret"), keys.digest("app_a", "secret"))).toBe(false);
  });

  it("does not let the subject run into the secret", () => {
    const keys = new SecretKeys([key("one")]);
    expect(keys.digest("app_a", "bc")).not.toBe(keys.digest("app_ab", "c"));
  });

  it.each(["", "v1", "v1$one", "v1$one$", "v1$other$x", "v2$one$x", "one"])("accepts nothing for %j", (stored) => {
    const keys = new SecretKeys([key("one")]);
    for (const secret of ["", "secret"]) expect(isAmong(keys.candidates("app_a", secret), stored)).toBe(false);
  });
});

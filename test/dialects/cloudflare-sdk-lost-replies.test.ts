// Too long for a quick run.
import { ConflictError, NotFoundError } from "cloudflare";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type LossyProxy, startLossyProxy } from "../support/clients/lossy-proxy.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { cloudflareAccount, failure, NEW_CLIENT } from "../support/dialects/sdks.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { changed, read } from "../support/organization/oauth-applications.js";

/** With the SDK's own retries: two, half a second and a second later. */
describe.each(DATABASE_KINDS)("when a reply to Cloudflare's SDK is lost, on %s", (kind) => {
  let gateway: TestGateway;
  let proxy: LossyProxy;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  beforeEach(async () => {
    proxy = await startLossyProxy(gateway.url);
    return () => proxy.close();
  });
  afterAll(() => gateway.stop());

  async function open() {
    const { id, admin, developer } = await gateway.organization();
    const application = await developer.createApplication({ name: "Shop" });
    const works = async (secret: string | null) => (await admin.verify(application.clientId, secret ?? "")).active;
    const sdk = cloudflareAccount(new GraphqlClient(proxy.url, admin.token), id);
    return { ...sdk, admin, developer, application, works };
  }

  /** What the gateway answered, whether or not it arrived, and which attempt of the SDK it was. */
  const answers = () =>
    proxy.requests.map(({ method, status, arrived, headers }) => [
      `${method} ${status} ${arrived ? "arrived" : "lost"}`,
      Number(headers["x-stainless-retry-count"]),
    ]);

  it("the repeated rotation is refused once and for all, and the old secret still works", async () => {
    const { oauthClients, account, application, works, developer } = await open();
    proxy.lose(1);
    const error = await failure(ConflictError, oauthClients.rotateSecret(application.clientId, account));
    expect([error.status, error.headers.get("x-should-retry")]).toEqual([409, "false"]);
    expect(answers()).toEqual([
      ["POST 200 lost", 0],
      ["POST 409 arrived", 1],
    ]);
    expect(await works(application.clientSecret)).toBe(true);
    expect((await oauthClients.get(application.clientId, account)).has_rotated_secret).toBe(true);
    const { secrets } = await read(developer, application.id, "secrets { status }");
    expect(secrets).toEqual([{ status: "CURRENT" }, { status: "PREVIOUS" }]);
  });

  it("a rotation that is repeated while the first is under way makes one new secret, not two", async () => {
    const { oauthClients, account, application, works, developer } = await open();
    proxy.lose(1, "before the answer");
    const seen = await oauthClients.rotateSecret(application.clientId, account).then(
      ({ client_secret = null }) => client_secret,
      (error: unknown) => {
        expect(error).toBeInstanceOf(ConflictError);
        return null;
      },
    );
    await expect.poll(() => proxy.requests.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await works(application.clientSecret)).toBe(true);
    if (seen !== null) expect(await works(seen)).toBe(true);
    expect((await read(developer, application.id, "secrets { status }")).secrets).toHaveLength(2);
  });

  it("a cancelled rotation starts over, with a secret that somebody saw", async () => {
    const { oauthClients, account, application, works, developer } = await open();
    proxy.lose(1);
    await failure(ConflictError, oauthClients.rotateSecret(application.clientId, account));
    // The old secret is in use all the while.
    expect(await works(application.clientSecret)).toBe(true);
    const { hasRotatedSecret } = await changed(
      developer,
      "cancelSecretRotation",
      { oauthApplicationId: application.id },
      "hasRotatedSecret",
    );
    expect(hasRotatedSecret).toBe(false);
    expect(await works(application.clientSecret)).toBe(true);
    const { client_secret = "" } = await oauthClients.rotateSecret(application.clientId, account);
    expect([await works(application.clientSecret), await works(client_secret)]).toEqual([true, true]);
    await oauthClients.deleteRotatedSecret(application.clientId, account);
    expect([await works(application.clientSecret), await works(client_secret)]).toEqual([false, true]);
  });

  it("the repeated first rotation of what had no secret gives one that is seen and works", async () => {
    const { oauthClients, account, application, works, developer } = await open();
    for (const isPublic of [true, false]) {
      await changed(developer, "updateOAuthApplication", { oauthApplicationId: application.id, public: isPublic });
    }
    proxy.lose(1);
    const { client_secret = "" } = await oauthClients.rotateSecret(application.clientId, account);
    expect(answers()).toEqual([
      ["POST 200 lost", 0],
      ["POST 200 arrived", 1],
    ]);
    expect([await works(application.clientSecret), await works(client_secret)]).toEqual([false, true]);
    await oauthClients.deleteRotatedSecret(application.clientId, account);
    expect(await works(client_secret)).toBe(true);
  });

  it("the repeated deletion of a rotated secret is refused, and the new secret alone works", async () => {
    const { oauthClients, account, application, works } = await open();
    const { client_secret = "" } = await oauthClients.rotateSecret(application.clientId, account);
    proxy.lose(1);
    await failure(ConflictError, oauthClients.deleteRotatedSecret(application.clientId, account));
    expect(answers().slice(1)).toEqual([
      ["DELETE 200 lost", 0],
      ["DELETE 409 arrived", 1],
    ]);
    expect([await works(application.clientSecret), await works(client_secret)]).toEqual([false, true]);
  });

  it("the repeated creation gives a client whose secret works, and the other one is in the list", async () => {
    const { oauthClients, account, admin } = await open();
    proxy.lose(1);
    const { client_id, client_secret = "" } = await oauthClients.create({
      ...account,
      ...NEW_CLIENT,
      client_name: "New",
    });
    expect(answers()).toEqual([
      ["POST 200 lost", 0],
      ["POST 200 arrived", 1],
    ]);
    expect((await admin.verify(client_id, client_secret)).active).toBe(true);
    const { result } = await oauthClients.list(account);
    const [newest, leftBehind, ...others] = result;
    expect([newest?.client_id, leftBehind?.client_name, others.map((client) => client.client_name)]).toEqual([
      client_id,
      "New",
      ["Shop"],
    ]);
    await oauthClients.delete(leftBehind?.client_id ?? "", account);
    expect((await oauthClients.get(client_id, account)).client_id).toBe(client_id);
  });

  it("reading and updating succeed all the same, even at the last attempt", async () => {
    const { oauthClients, account, application } = await open();
    proxy.lose(1);
    expect((await oauthClients.get(application.clientId, account)).client_name).toBe("Shop");
    proxy.lose(2);
    expect((await oauthClients.list(account)).result.map((client) => client.client_name)).toEqual(["Shop"]);
    proxy.lose(1);
    const scopes = ["zone.read"];
    const updated = await oauthClients.update(application.clientId, { ...account, client_name: "Store", scopes });
    expect([updated.client_name, updated.scopes]).toEqual(["Store", scopes]);
    expect(answers()).toEqual([
      ["GET 200 lost", 0],
      ["GET 200 arrived", 1],
      ["GET 200 lost", 0],
      ["GET 200 lost", 1],
      ["GET 200 arrived", 2],
      ["PATCH 200 lost", 0],
      ["PATCH 200 arrived", 1],
    ]);
  });

  it("the repeated deletion finds nothing any more, which is what was wanted", async () => {
    const { oauthClients, account, application, works } = await open();
    proxy.lose(1);
    await failure(NotFoundError, oauthClients.delete(application.clientId, account));
    expect(answers()).toEqual([
      ["DELETE 200 lost", 0],
      ["DELETE 404 arrived", 1],
    ]);
    expect(await works(application.clientSecret)).toBe(false);
  });
});

import { ClerkAPIResponseError } from "@clerk/backend/errors";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type LossyProxy, startLossyProxy } from "../support/clients/lossy-proxy.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { clerkSdk, failure } from "../support/dialects/sdks.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { read } from "../support/organization/oauth-applications.js";

describe.each(DATABASE_KINDS)("when a reply to Clerk's SDK is lost, on %s", (kind) => {
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
    const { admin, developer } = await gateway.organization();
    const application = await developer.createApplication({ name: "Shop" });
    const works = async (secret: string | null | undefined) =>
      (await admin.verify(application.clientId, secret ?? "")).active;
    const clerk = clerkSdk(proxy.url, admin.token);
    const lost = async (call: () => Promise<unknown>) => {
      proxy.lose(1);
      const { status, errors } = await failure(ClerkAPIResponseError, call());
      return [status, errors];
    };
    return { admin, application, works, clerk, lost };
  }

  const UNKNOWN = [undefined, [{ code: "unexpected_error", message: "fetch failed" }]];

  it("a rotation is not repeated by itself, and a second one gives a secret that is seen and alone works", async () => {
    const { application, works, clerk, lost } = await open();
    expect(await lost(() => clerk.rotateSecret(application.id))).toEqual(UNKNOWN);
    expect(proxy.requests.map(({ status }) => status)).toEqual([200]);
    expect(await works(application.clientSecret)).toBe(false);
    const { clientSecret: first } = await clerk.rotateSecret(application.id);
    expect(await works(first)).toBe(true);
    const { clientSecret: second } = await clerk.rotateSecret(application.id);
    expect([await works(first), await works(second)]).toEqual([false, true]);
  });

  it("two rotations at the same time leave one secret, the one of whichever came last", async () => {
    const { admin, application, works, clerk } = await open();
    proxy.lose(1, "before the answer");
    await failure(ClerkAPIResponseError, clerk.rotateSecret(application.id));
    await clerk.rotateSecret(application.id);
    await expect.poll(() => proxy.requests.map(({ status }) => status)).toEqual([200, 200]);
    expect(await works(application.clientSecret)).toBe(false);
    const { secrets } = await read(admin, application.id, "secrets { status }");
    const usable = secrets.filter(({ status }: { status: string }) => status === "CURRENT" || status === "PREVIOUS");
    expect(usable).toEqual([{ status: "CURRENT" }]);
  });

  it("the C# SDK repeats a rotation by itself, and is given the only secret that works", async () => {
    const { admin, application, works } = await open();
    proxy.lose(2);
    // Its back-off goes on for up to an hour, POST included.
    const repeated = async (): Promise<Response> => {
      const url = `${proxy.url}/v1/oauth_applications/${application.id}/rotate_secret`;
      const request = {
        method: "POST",
        headers: { authorization: `Bearer ${admin.token}`, accept: "application/json" },
      };
      return fetch(url, request).catch(repeated);
    };
    const { client_secret } = (await (await repeated()).json()) as { client_secret: string };
    expect(proxy.requests.map(({ status, arrived }) => [status, arrived])).toEqual([
      [200, false],
      [200, false],
      [200, true],
    ]);
    expect([await works(application.clientSecret), await works(client_secret)]).toEqual([false, true]);
  });

  it("a created application is in the list, where its secret can be replaced", async () => {
    const { admin, clerk, lost } = await open();
    expect(await lost(() => clerk.create({ name: "Left behind" }))).toEqual(UNKNOWN);
    const { data, totalCount } = await clerk.list({ nameQuery: "left behind" });
    expect(totalCount).toBe(1);
    const { clientId, clientSecret = "" } = await clerk.rotateSecret(data[0]?.id ?? "");
    expect((await admin.verify(clientId, clientSecret)).active).toBe(true);
  });

  it("an update and a deletion are done, and a deletion that is repeated says so", async () => {
    const { application, clerk, lost } = await open();
    const { id: oauthApplicationId } = application;
    expect(await lost(() => clerk.update({ oauthApplicationId, name: "Store" }))).toEqual(UNKNOWN);
    expect((await clerk.get(oauthApplicationId)).name).toBe("Store");
    expect(await lost(() => clerk.delete(oauthApplicationId))).toEqual(UNKNOWN);
    const { status } = await failure(ClerkAPIResponseError, clerk.delete(oauthApplicationId));
    expect(status).toBe(404);
    expect(proxy.requests.map(({ method, status }) => [method, status])).toEqual([
      ["PATCH", 200],
      ["GET", 200],
      ["DELETE", 200],
      ["DELETE", 404],
    ]);
  });
});

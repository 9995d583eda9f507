import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hintOf } from "../../src/model/secret.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { contractOrganization, expectRefused, isGood } from "../support/dialects/contracts/contract-organization.js";
import { meteroid } from "../support/dialects/contracts/meteroid.js";
import { type DialectAnswer, dialectClient } from "../support/dialects/dialects.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { serviceAccount } from "../support/organization/members.js";

const APPS = "/api/v1/oauth-apps";

describe.each(DATABASE_KINDS)("Meteroid's rotate on %s", (kind) => {
  haveTime();
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  async function start() {
    const organization = await contractOrganization(gateway, meteroid);
    const app = await organization.application();
    const path = `${APPS}/${app.key}/rotate`;
    return {
      ...organization,
      app,
      path,
      rotate: (client = organization.as("developer")) => client.request("POST", path),
      goods: (...secrets: string[]) =>
        secrets.reduce<Promise<boolean[]>>(
          async (before, secret) => [
            ...(await before),
            await isGood(gateway, organization.admin, app.clientId, secret),
          ],
          Promise.resolve([]),
        ),
      listed: async () => (await organization.as("developer").request("GET", APPS)).body.data[0],
    };
  }

  it("answers exactly the new secret and its hint, which is the one that is listed", async () => {
    const { rotate, listed, app, goods } = await start();
    const { status, body, headers } = await rotate();
    expect([status, headers.get("content-type")]).toEqual([200, "application/json"]);
    expect(body).toEqual({ client_secret: expect.any(String), client_secret_hint: hintOf(body.client_secret) });
    expect((await listed()).client_secret_hint).toBe(body.client_secret_hint);
    expect(await goods(app.clientSecret, body.client_secret)).toEqual([false, true]);
  });

  it.each(["EXPIRE", "KEEP"])("stops both secrets of a rotation that is open with %s", async (previousSecret) => {
    const { rotate, listed, app, goods, owner } = await start();
    const { data } = await owner.rotate(app.id, { previousSecret });
    const second = data.rotateSecret.clientSecret;
    expect(await goods(app.clientSecret, second)).toEqual([true, true]);
    expect((await listed()).client_secret_hint).toBe(hintOf(second));
    const { body } = await rotate();
    expect(await goods(app.clientSecret, second, body.client_secret)).toEqual([false, false, true]);
    const { oauthApplication } = await owner.ok(
      `{ oauthApplication(id: "${app.id}") { hasRotatedSecret secrets { status } } }`,
    );
    expect(oauthApplication).toEqual({
      hasRotatedSecret: false,
      secrets: [{ status: "CURRENT" }, { status: "REVOKED" }, { status: "REVOKED" }],
    });
  });

  it.each<[string, { body?: unknown; headers?: Record<string, string> }]>([
    ["no body at all", {}],
    ["a content type and no body", { headers: { "content-type": "application/json" } }],
    ["an empty object", { body: {} }],
  ])("takes %s", async (_what, request) => {
    const { path, as, app, goods } = await start();
    const { status, body } = await as("owner").request("POST", path, request);
    expect(status).toBe(200);
    expect(await goods(app.clientSecret, body.client_secret)).toEqual([false, true]);
  });

  it.each(["DEVELOPER", "ADMIN", "OWNER"] as const)("is for service accounts as for users: %s", async (role) => {
    const { rotate, owner, app, goods } = await start();
    const { signIn } = await serviceAccount(gateway, { owner }, role);
    const { status, body } = await rotate(dialectClient(gateway.url, (await signIn()).token));
    expect(status).toBe(200);
    expect(await goods(app.clientSecret, body.client_secret)).toEqual([false, true]);
  });

  it("cannot be used to become a member with more rights", async () => {
    const { owner, as } = await start();
    const { application } = await serviceAccount(gateway, { owner }, "OWNER");
    const answer = await as("admin").request("POST", `${APPS}/${application.id}/rotate`);
    expectRefused(meteroid, answer, { status: 403 });
  });

  it("leaves one secret that was handed out after ten at once", async () => {
    const { rotate, goods } = await start();
    const answers = await Promise.all(Array.from({ length: 10 }, () => rotate()));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const good = await goods(...answers.map(({ body }) => body.client_secret));
    expect(good.filter(Boolean)).toHaveLength(1);
  });
});

describe("Meteroid's refusal of too many requests", () => {
  it("has Retry-After and its code, at the token routes as well", async () => {
    const gateway = await startOauthGateway("sqlite", { env: { RATE_LIMIT_PER_MINUTE: "3" } });
    try {
      const { owner } = await gateway.organization();
      const sendings: (() => Promise<DialectAnswer>)[] = [
        () => dialectClient(gateway.url, owner.token).request("GET", APPS),
        () =>
          dialectClient(gateway.url, null).request("POST", "/api/v1/oauth/token", {
            body: "grant_type=client_credentials",
            headers: { "content-type": "application/x-www-form-urlencoded" },
          }),
      ];
      for (const send of sendings) {
        let answer = await send();
        for (let n = 0; n < 4; n++) answer = await send();
        const seconds = Number(answer.headers.get("retry-after"));
        expect(seconds).toBeGreaterThanOrEqual(1);
        expect(seconds).toBeLessThanOrEqual(60);
        expect(expectRefused(meteroid, answer, { status: 429 })).toContain(`${seconds} s`);
        expect(answer.body.code).toBe("TOO_MANY_REQUESTS");
      }
    } finally {
      await gateway.stop();
    }
  });
});

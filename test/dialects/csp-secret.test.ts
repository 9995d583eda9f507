import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isWellFormedSecret } from "../../src/model/secret.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { expectRefused } from "../support/dialects/contracts/contract-organization.js";
import { csp } from "../support/dialects/contracts/csp.js";
import { chosenSecret, cspApplication } from "../support/dialects/csp.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { serviceAccount } from "../support/organization/members.js";

describe.each(DATABASE_KINDS)("CSP's secrets on %s", (kind) => {
  haveTime();
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  const start = () => cspApplication(gateway);

  describe("PUT", () => {
    it("answers exactly the client id and a generated secret, the only one that works", async () => {
      const { put, clientId, first, goods } = await start();
      const { status, body, headers } = await put({});
      expect([status, headers.get("content-type")]).toEqual([200, "application/json"]);
      expect(body).toEqual({ clientId, clientSecret: expect.any(String) });
      expect(isWellFormedSecret(body.clientSecret, "ogs_")).toBe(true);
      expect(await goods(first, body.clientSecret)).toEqual([false, true]);
    });

    it.each([1, 2, 3])("resets a rotation that is open, also time and again (%i)", async (times) => {
      const { put, post, end, first, goods } = await start();
      const second = chosenSecret();
      await post(second);
      const generated: string[] = [];
      for (let time = 0; time < times; time++) generated.push((await put({})).body.clientSecret);
      expect(await goods(first, second, ...generated)).toEqual([...Array(times + 1).fill(false), true]);
      expectRefused(csp, await end(), { status: 409 });
      const next = chosenSecret();
      expect((await post(next)).status).toBe(200);
      expect(await goods(generated.at(-1) ?? "", next)).toEqual([true, true]);
    });

    it.each<[string, unknown]>([
      ["absent", undefined],
      ["empty", ""],
      ["null", "null"],
      ["a list", "[]"],
      ["not empty", '{"clientSecret":"Aa1-Aa1-Aa1-Aa1-"}'],
      ["not JSON", "{"],
      ["text", '"{}"'],
    ])("changes nothing when its body is %s", async (_what, body) => {
      const { put, first, good, clientId } = await start();
      expectRefused(csp, await put(body), { status: 400 });
      expect(await good(clientId, first)).toBe(true);
    });

    it("changes nothing when its body is of another type", async () => {
      const { as, base, path, first, good, clientId } = await start();
      for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/merge-patch+json"]) {
        const answer = await as("owner").request("PUT", base + path, { body: "{}", headers: { "content-type": type } });
        expectRefused(csp, answer, { status: 415 });
      }
      expect(await good(clientId, first)).toBe(true);
    });

    it("leaves one secret that was handed out after ten at once", async () => {
      const { put, goods } = await start();
      const answers = await Promise.all(Array.from({ length: 10 }, () => put({})));
      expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
      const good = await goods(...answers.map(({ body }) => body.clientSecret));
      expect(good.filter(Boolean)).toHaveLength(1);
    });
  });

  describe("DELETE", () => {
    it("answers without a body, and the new secret is the only one", async () => {
      const { post, end, first, goods } = await start();
      const second = chosenSecret();
      await post(second);
      const { status, text, headers } = await end();
      expect([status, text, headers.get("content-type")]).toEqual([200, "", null]);
      expect(await goods(first, second)).toEqual([false, true]);
    });

    it("ends a rotation that was begun through another way in", async () => {
      const { end, first, goods, owner, clientId } = await start();
      const { oauthApplication } = await owner.ok(`{ oauthApplication(clientId: "${clientId}") { id } }`);
      const { data } = await owner.rotate(oauthApplication.id, { previousSecret: "KEEP" });
      expect((await end()).status).toBe(200);
      expect(await goods(first, data.rotateSecret.clientSecret)).toEqual([false, true]);
    });
  });

  it.each(["DEVELOPER", "ADMIN", "OWNER"] as const)(
    "can be rotated in every way by %s, users and service accounts alike",
    async (role) => {
      const { base, path, as, withToken, owner, goods } = await start();
      const { signIn } = await serviceAccount(gateway, { owner }, role);
      for (const client of [as(role.toLowerCase() as "admin"), withToken((await signIn()).token)]) {
        const url = base + path;
        const secret = chosenSecret();
        const generated = (await client.request("PUT", url, { body: {} })).body.clientSecret;
        expect((await client.request("POST", url, { body: { newClientSecret: secret } })).status).toBe(200);
        expect(await goods(generated, secret)).toEqual([true, true]);
        expect((await client.request("DELETE", url)).status).toBe(200);
        expect(await goods(generated, secret)).toEqual([false, true]);
      }
    },
  );

  it("cannot be touched by a VIEWER", async () => {
    const { send, path, first, good, clientId } = await start();
    for (const [method, body] of [
      ["PUT", {}],
      ["POST", { newClientSecret: chosenSecret() }],
      ["DELETE", undefined],
    ] as const) {
      expectRefused(csp, await send(method, path, body, "viewer"), { status: 403 });
    }
    expect(await good(clientId, first)).toBe(true);
  });
});

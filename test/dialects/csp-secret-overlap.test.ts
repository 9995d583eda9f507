import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { expectRefused } from "../support/dialects/contracts/contract-organization.js";
import { csp } from "../support/dialects/contracts/csp.js";
import { chosenSecret, cspApplication } from "../support/dialects/csp.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";

const HOUR = 3600_000;

describe.each(DATABASE_KINDS)("CSP's POST secret on %s", (kind) => {
  haveTime();
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  const start = (more?: Record<string, unknown>) => cspApplication(gateway, more);

  it("answers without a body, and both secrets work until 48 hours have passed", async () => {
    const { post, first, goods, developer, clientId } = await start();
    const second = chosenSecret();
    const { status, text, headers } = await post(second);
    expect([status, text, headers.get("content-type")]).toEqual([200, "", null]);
    gateway.advance(48 * HOUR - 60_000);
    expect(await goods(first, second)).toEqual([true, true]);
    const { oauthApplication } = await developer.ok(
      `{ oauthApplication(clientId: "${clientId}") { hasRotatedSecret clientSecretHint } }`,
    );
    expect(oauthApplication).toEqual({ hasRotatedSecret: true, clientSecretHint: `…${second.slice(-2)}` });
    gateway.advance(60_000);
    expect(await goods(first, second)).toEqual([false, true]);
  });

  it("leaves both for as long as it is told", async () => {
    const { post, first, goods } = await start();
    const second = chosenSecret();
    expect((await post(second, 600)).status).toBe(200);
    gateway.advance(590_000);
    expect(await goods(first, second)).toEqual([true, true]);
    gateway.advance(10_000);
    expect(await goods(first, second)).toEqual([false, true]);
  });

  it("leaves both for as long as the application says when it is not told", async () => {
    const { post, patch, clientId, first, goods, end } = await start({ secretRotationExpirationInSeconds: 600 });
    const [second, third] = [chosenSecret(), chosenSecret()];
    await post(second);
    gateway.advance(590_000);
    expect(await goods(first, second)).toEqual([true, true]);
    gateway.advance(10_000);
    expect(await goods(first, second)).toEqual([false, true]);
    expectRefused(csp, await end(), { status: 409 });
    await patch(clientId, { secretRotationExpirationInSeconds: 7_776_000 });
    await post(third);
    gateway.advance(7_776_000_000 - 60_000);
    expect(await goods(second, third)).toEqual([true, true]);
  });

  it("stops the old one at once when told 0 seconds, which leaves no rotation open", async () => {
    const { post, first, goods } = await start();
    const [second, third] = [chosenSecret(), chosenSecret()];
    expect((await post(second, 0)).status).toBe(200);
    expect(await goods(first, second)).toEqual([false, true]);
    expect((await post(third)).status).toBe(200);
  });

  it("is refused while a rotation is open, and again allowed when that has ended by itself or by DELETE", async () => {
    const { post, end, first, goods } = await start();
    const [second, third, fourth] = [chosenSecret(), chosenSecret(), chosenSecret()];
    await post(second, 600);
    expectRefused(csp, await post(third), { status: 409 });
    expect(await goods(first, second, third)).toEqual([true, true, false]);
    gateway.advance(601_000);
    expect((await post(third)).status).toBe(200);
    expect(await goods(first, second, third)).toEqual([false, true, true]);
    expect((await end()).status).toBe(200);
    expect((await post(fourth)).status).toBe(200);
    expect(await goods(first, second, third, fourth)).toEqual([false, false, true, true]);
  });

  it("lets one of ten at once win", async () => {
    const { post, first, goods } = await start();
    const secrets = Array.from({ length: 10 }, () => chosenSecret());
    const statuses = (await Promise.all(secrets.map((secret) => post(secret)))).map(({ status }) => status);
    expect([...statuses].sort()).toEqual([200, ...Array(9).fill(409)]);
    expect(await goods(first, ...secrets)).toEqual([true, ...statuses.map((status) => status === 200)]);
  });

  it.each<[string, unknown, string]>([
    ["newClientSecret", { secretRotationExpirationInSeconds: 5 }, "newClientSecret"],
    ["nothing", {}, "newClientSecret"],
    ["a property too many", { newClientSecret: "Aa1-Aa1-Aa1-Aa1-", force: true }, "force"],
    ["-1 s", { newClientSecret: "Aa1-Aa1-Aa1-Aa1-", secretRotationExpirationInSeconds: -1 }, ""],
    ["90 days and 1 s", { newClientSecret: "Aa1-Aa1-Aa1-Aa1-", secretRotationExpirationInSeconds: 7_776_001 }, ""],
    ["half a second", { newClientSecret: "Aa1-Aa1-Aa1-Aa1-", secretRotationExpirationInSeconds: 0.5 }, ""],
    ["text", { newClientSecret: "Aa1-Aa1-Aa1-Aa1-", secretRotationExpirationInSeconds: "60" }, ""],
    ["null", { newClientSecret: "Aa1-Aa1-Aa1-Aa1-", secretRotationExpirationInSeconds: null }, ""],
  ])("refuses a body with %s", async (_what, body, field) => {
    const { send, path, goods, first } = await start();
    const expected = { status: 400, field: field || "secretRotationExpirationInSeconds" };
    expectRefused(csp, await send("POST", path, body), expected);
    expectRefused(csp, await send("POST", path), { status: 400 });
    expect(await goods(first, "Aa1-Aa1-Aa1-Aa1-")).toEqual([true, false]);
  });
});

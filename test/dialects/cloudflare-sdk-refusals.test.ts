import {
  APIConnectionError,
  type APIError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  RateLimitError,
} from "cloudflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { uuidOf } from "../../src/model/identifier.js";
import { CLOUDFLARE_METHODS, cloudflareAccount, cloudflareSdk, failure, NEW_CLIENT } from "../support/dialects/sdks.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { closedPort } from "../support/processes/ports.js";

const NO_RETRY = { maxRetries: 0 };
const ABOUT_ONE = CLOUDFLARE_METHODS.filter(([name]) => name !== "list" && name !== "create");

type RefusalClass = new (...args: never[]) => APIError<number, Headers>;

/** Holds an error to the vendor's class and envelope, and to one entry; answers the entry. */
async function refused(kind: RefusalClass, call: PromiseLike<unknown>) {
  const { status, error, errors, message, headers } = await failure(kind, call);
  expect(Object.keys(error ?? {}).sort()).toEqual(["errors", "messages", "result", "success"]);
  expect(error).toMatchObject({ success: false, messages: [], result: null });
  expect(errors).toEqual((error as { errors: unknown }).errors);
  expect(message).toBe(`${status} ${JSON.stringify(error)}`);
  expect(errors).toHaveLength(1);
  const [entry] = errors as { code: number; message: string; source?: { pointer: string } }[];
  expect(Number.isInteger(entry?.code) && (entry?.code ?? 0) >= 1000).toBe(true);
  expect(entry?.message).toMatch(/\S/);
  expect(headers.get("x-should-retry")).toBeNull();
  return { status, code: entry?.code, pointer: entry?.source?.pointer, message: entry?.message, headers };
}

/** On SQLite alone: how the SDK understands a refusal does not depend on the database. */
describe("Cloudflare's SDK on a gateway", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
  });
  afterAll(() => gateway.stop());

  describe.each(CLOUDFLARE_METHODS)("%s", (_name, call) => {
    it("fails with an AuthenticationError when the token is not good", async () => {
      const { id, developer } = await gateway.organization();
      const { clientId } = await developer.createApplication();
      const { oauthClients, account } = cloudflareAccount({ url: gateway.url, token: "nobody" }, id, NO_RETRY);
      const { status, code, pointer } = await refused(AuthenticationError, call(oauthClients, account, clientId));
      expect([status, code, pointer]).toEqual([401, 10000, undefined]);
    });

    it("fails with a NotFoundError for another organization's account, or none", async () => {
      const { admin, developer } = await gateway.organization();
      const { clientId } = await developer.createApplication();
      const other = await gateway.organization();
      const theirs = (await other.developer.createApplication()).clientId;
      const { oauthClients } = cloudflareSdk(gateway.url, admin.token, NO_RETRY).iam;
      const nobodys = "0".repeat(32);
      const uuid = uuidOf(other.id);
      for (const account_id of [uuid, nobodys, uuid.slice(1), `${uuid}0`, other.id, "g".repeat(32), "a/b"]) {
        for (const client of [clientId, theirs]) {
          const answer = await refused(NotFoundError, call(oauthClients, { account_id }, client));
          expect([answer.status, answer.code, answer.pointer]).toEqual([404, 7003, undefined]);
        }
      }
      expect((await other.developer.ok("{ oauthApplications { totalCount } }")).oauthApplications.totalCount).toBe(1);
    });
  });

  describe.each(ABOUT_ONE)("%s", (_name, call) => {
    it("fails with a NotFoundError for what does not exist and for another organization's alike", async () => {
      const { admin, id } = await gateway.organization();
      const theirs = await (await gateway.organization()).developer.createApplication();
      const { oauthClients, account } = cloudflareAccount(admin, id, NO_RETRY);
      const answers = [];
      // The SDK escapes a slash.
      for (const clientId of ["0".repeat(32), theirs.clientId, theirs.id, "a/b", "a b", "ä", "%00"]) {
        const { status, code, message } = await refused(NotFoundError, call(oauthClients, account, clientId));
        answers.push(`${status} ${code} ${message}`);
      }
      expect(answers[0]).toMatch(/^404 7003 /);
      expect(new Set(answers)).toHaveLength(1);
    });
  });

  it.each([
    ["a name that is no text", { client_name: 1 }, "/client_name"],
    ["an empty name", { client_name: "" }, "/client_name"],
    ["a name of 257 characters", { client_name: "n".repeat(257) }, "/client_name"],
    ["no authorization code", { grant_types: ["refresh_token"] }, "/grant_types"],
    ["an unknown grant", { grant_types: ["authorization_code", "password"] }, "/grant_types/1"],
    ["an unknown response type", { response_types: ["code", "device"] }, "/response_types/1"],
    ["a relative redirect URI", { redirect_uris: ["https://a.example.com/", "/callback"] }, "/redirect_uris/1"],
    ["http on another host", { redirect_uris: ["http://a.example.com/"] }, "/redirect_uris/0"],
    ["an unknown way to authenticate", { token_endpoint_auth_method: "tls" }, "/token_endpoint_auth_method"],
    ["an origin with a path", { allowed_cors_origins: ["https://a.example.com/x"] }, "/allowed_cors_origins/0"],
    ["a home page that is none", { client_uri: "javascript:alert(1)" }, "/client_uri"],
    ["a logo that is none", { logo_uri: "logo.png" }, "/logo_uri"],
    ["a policy that is none", { policy_uri: "none" }, "/policy_uri"],
    ["terms that are none", { tos_uri: 1 }, "/tos_uri"],
    ["a relative logout URI", { post_logout_redirect_uris: ["bye"] }, "/post_logout_redirect_uris/0"],
    ["a duplicate scope", { scopes: ["zone.read", "zone.read"] }, "/scopes/1"],
    ["a property that is unknown", { clientName: "Shop" }, "/clientName"],
  ])("fails with a BadRequestError for %s, on create and on update", async (_what, params, pointer) => {
    const { id, admin } = await gateway.organization();
    const { oauthClients, account } = cloudflareAccount(admin, id, NO_RETRY);
    const { client_secret: _, ...before } = await oauthClients.create({ ...account, ...NEW_CLIENT });
    for (const call of [
      () => oauthClients.create({ ...account, ...NEW_CLIENT, ...(params as object) }),
      () => oauthClients.update(before.client_id, { ...account, ...(params as object) }),
    ]) {
      const answer = await refused(BadRequestError, call());
      expect([answer.status, answer.code, answer.pointer]).toEqual([400, 10400, pointer]);
    }
    expect((await oauthClients.list(account)).result).toEqual([before]);
  });

  it.each(Object.keys(NEW_CLIENT))("fails with a BadRequestError for a creation without %s", async (name) => {
    const { id, admin } = await gateway.organization();
    const { oauthClients, account } = cloudflareAccount(admin, id, NO_RETRY);
    const call = oauthClients.create({ ...account, ...NEW_CLIENT, [name]: undefined });
    expect((await refused(BadRequestError, call)).pointer).toBe(`/${name}`);
  });

  it("fails with a RateLimitError that says how long to wait", async () => {
    const limited = await startTestGateway("sqlite", {
      database: gateway.database,
      env: { RATE_LIMIT_PER_MINUTE: "2" },
    });
    try {
      const { id, viewer } = await gateway.organization();
      const { oauthClients, account } = cloudflareAccount({ url: limited.url, token: viewer.token }, id, NO_RETRY);
      await oauthClients.list(account);
      await oauthClients.list(account);
      const { status, code, headers } = await refused(RateLimitError, oauthClients.list(account));
      expect([status, code]).toEqual([429, 10429]);
      const seconds = Number(headers.get("retry-after"));
      expect(seconds).toBeGreaterThanOrEqual(1);
      expect(seconds).toBeLessThanOrEqual(60);
    } finally {
      await limited.stop();
    }
  });

  it("fails with an InternalServerError for what nobody foresaw, without a word of what it was", async () => {
    const broken = await startTestGateway("sqlite");
    try {
      const { id, admin } = await broken.organization();
      await broken.database.query("ALTER TABLE oauth_applications RENAME TO gone");
      const { oauthClients, account } = cloudflareAccount(admin, id, NO_RETRY);
      for (const [, call] of CLOUDFLARE_METHODS) {
        const answer = await refused(InternalServerError, call(oauthClients, account, "0".repeat(32)));
        expect([answer.status, answer.code]).toEqual([500, 10500]);
        expect(answer.message).not.toMatch(/oauth_applications|SQL/i);
        const trace = answer.headers.get("x-request-id") ?? "";
        expect(trace).not.toBe("");
        const cause = broken
          .log()
          .split("\n")
          .find((line) => line.includes(trace) && line.includes("unexpected"));
        expect(cause).toContain("oauth_applications");
      }
    } finally {
      await broken.stop();
    }
  });
});

describe("Cloudflare's SDK", () => {
  it("fails with an APIConnectionError when nobody listens", async () => {
    const { port, release } = await closedPort();
    const { oauthClients } = cloudflareSdk(`http://127.0.0.1:${port}`, "x", NO_RETRY).iam;
    await failure(APIConnectionError, oauthClients.list({ account_id: "0".repeat(32) }));
    release();
  });
});

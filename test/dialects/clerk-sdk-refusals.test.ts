import { ClerkAPIResponseError, isClerkAPIResponseError } from "@clerk/backend/errors";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLERK_METHODS, clerkSdk, failure } from "../support/dialects/sdks.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { closedPort } from "../support/processes/ports.js";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NOBODYS = "app_0000000000000000000000";

const ABOUT_ONE = CLERK_METHODS.filter(([name]) => name !== "list" && name !== "create");

/** Holds an error to the vendor's class and to one entry; answers the entry. */
async function refused(call: Promise<unknown>, status: number, reason: string) {
  const error = await failure(ClerkAPIResponseError, call);
  expect(isClerkAPIResponseError(error)).toBe(true);
  expect({ ...error }).toMatchObject({ clerkError: true, code: "api_response_error", status });
  expect(error.message).toBe(reason);
  expect(error.clerkTraceId).toMatch(UUID);
  expect(error.errors).toHaveLength(1);
  const { code, message, longMessage, meta } = error.errors[0] ?? {};
  expect(message).toMatch(/\S/);
  expect(longMessage).toBe(message);
  return { code, message, paramName: meta?.paramName, retryAfter: error.retryAfter, traceId: error.clerkTraceId ?? "" };
}

/** On SQLite alone: how the SDK understands a refusal does not depend on the database. */
describe("Clerk's SDK on a gateway", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
  });
  afterAll(() => gateway.stop());

  describe.each(CLERK_METHODS)("%s", (_name, call) => {
    it("fails with the vendor's error when the secret key is not good", async () => {
      const { admin, developer } = await gateway.organization();
      const { id } = await developer.createApplication();
      const tampered = admin.token?.replace(/.$/, (last) => (last === "A" ? "B" : "A")) ?? "";
      for (const token of ["sk_test_nobody", tampered]) {
        expect(await refused(call(clerkSdk(gateway.url, token), id), 401, "Unauthorized")).toMatchObject({
          code: "authentication_invalid",
          paramName: undefined,
          retryAfter: undefined,
        });
      }
    });
  });

  describe.each(ABOUT_ONE)("%s", (_name, call) => {
    it("fails with 404 for what does not exist and for another organization's alike", async () => {
      const { admin } = await gateway.organization();
      const theirs = await (await gateway.organization()).developer.createApplication();
      const clerk = clerkSdk(gateway.url, admin.token);
      const answers = [];
      for (const id of [NOBODYS, theirs.id, theirs.clientId, "oauthapp_123", "a b", "ä"]) {
        answers.push(await refused(call(clerk, id), 404, "Not Found"));
      }
      expect(new Set(answers.map(({ traceId: _, ...answer }) => JSON.stringify(answer)))).toHaveLength(1);
      expect(answers[0]).toMatchObject({ code: "resource_not_found", paramName: undefined });
    });

    it("fails with 404 in the vendor's shape for an id with a slash, which the SDK does not escape", async () => {
      const { admin } = await gateway.organization();
      const answer = await refused(call(clerkSdk(gateway.url, admin.token), "no/such/id"), 404, "Not Found");
      expect(answer.code).toBe("resource_not_found");
    });
  });

  it.each([
    ["no name", {}, "form_param_missing", "name"],
    ["an empty name", { name: "" }, "form_param_format_invalid", "name"],
    ["a name of 257 characters", { name: "n".repeat(257) }, "form_param_format_invalid", "name"],
    ["a name that is no text", { name: 1 }, "form_param_format_invalid", "name"],
    [
      "redirect URIs that are no list",
      { name: "n", redirectUris: "https://a.example.com" },
      undefined,
      "redirect_uris",
    ],
    ["a relative redirect URI", { name: "n", redirectUris: ["myapp://ok", "/callback"] }, undefined, "redirect_uris"],
    ["a redirect URI that runs", { name: "n", redirectUris: ["javascript://%0aalert(1)"] }, undefined, "redirect_uris"],
    ["scopes that are a list", { name: "n", scopes: ["email"] }, undefined, "scopes"],
    ["scopes of 1025 characters", { name: "n", scopes: "s".repeat(1025) }, undefined, "scopes"],
    ["a scope that is none", { name: "n", scopes: 'profile e"mail' }, undefined, "scopes"],
    ["public that is no boolean", { name: "n", public: "true" }, undefined, "public"],
    ["a property that is unknown", { name: "n", clientUri: "https://a.example.com" }, undefined, "client_uri"],
  ])("refuses to create and to update with %s, and names the parameter", async (_what, params, code, paramName) => {
    const { developer, admin } = await gateway.organization();
    const { id } = await developer.createApplication({ name: "Shop" });
    const clerk = clerkSdk(gateway.url, admin.token);
    const calls = [() => clerk.create(params as never)];
    if (code !== "form_param_missing") calls.push(() => clerk.update({ oauthApplicationId: id, ...params } as never));
    for (const call of calls) {
      expect(await refused(call(), 422, "Unprocessable Entity")).toMatchObject({
        code: code ?? "form_param_format_invalid",
        paramName,
        retryAfter: undefined,
      });
    }
    const { data } = await clerk.list();
    expect(data.map(({ name }) => name)).toEqual(["Shop"]);
  });

  it("refuses http on other hosts and names the setting that allows it, until it is on", async () => {
    const { owner } = await gateway.organization();
    const clerk = clerkSdk(gateway.url, owner.token);
    const redirectUris = ["http://app.example.com/callback"];
    const created = await clerk.create({ name: "Shop" });
    for (const call of [
      () => clerk.create({ name: "Http", redirectUris }),
      () => clerk.update({ oauthApplicationId: created.id, name: "Http", redirectUris }),
    ]) {
      const answer = await refused(call(), 422, "Unprocessable Entity");
      expect(answer).toMatchObject({ code: "form_param_format_invalid", paramName: "redirect_uris" });
      expect(answer.message).toContain("allowHttpRedirectUris");
    }
    await owner.ok("mutation { updateOrganization(input: { allowHttpRedirectUris: true }) { organization { id } } }");
    expect((await clerk.create({ name: "Http", redirectUris })).redirectUris).toEqual(redirectUris);
    const updated = await clerk.update({ oauthApplicationId: created.id, name: "Http", redirectUris });
    expect(updated.redirectUris).toEqual(redirectUris);
  });

  it("tells the caller how long to wait when there were too many requests", async () => {
    const limited = await startTestGateway("sqlite", {
      database: gateway.database,
      env: { RATE_LIMIT_PER_MINUTE: "2" },
    });
    try {
      const { viewer } = await gateway.organization();
      const clerk = clerkSdk(limited.url, viewer.token);
      await clerk.list();
      await clerk.list();
      const answer = await refused(clerk.list(), 429, "Too Many Requests");
      expect(answer.code).toBe("too_many_requests");
      expect(answer.retryAfter).toBeGreaterThanOrEqual(1);
      expect(answer.retryAfter).toBeLessThanOrEqual(60);
    } finally {
      await limited.stop();
    }
  });

  it("gets the vendor's error for what nobody foresaw, without a word of what it was", async () => {
    const broken = await startTestGateway("sqlite");
    try {
      const { admin } = await broken.organization();
      await broken.database.query("ALTER TABLE oauth_applications RENAME TO gone");
      const clerk = clerkSdk(broken.url, admin.token);
      for (const [, call] of CLERK_METHODS) {
        const { code, message, traceId } = await refused(call(clerk, NOBODYS), 500, "Internal Server Error");
        expect(code).toBe("internal_clerk_error");
        expect(message).not.toMatch(/oauth_applications|SQL/i);
        const cause = broken
          .log()
          .split("\n")
          .find((line) => line.includes(traceId) && line.includes("unexpected"));
        expect(cause).toContain("oauth_applications");
      }
    } finally {
      await broken.stop();
    }
  });
});

describe("Clerk's SDK", () => {
  it("fails with the vendor's error when nobody listens", async () => {
    const { port, release } = await closedPort();
    const error = await failure(ClerkAPIResponseError, clerkSdk(`http://127.0.0.1:${port}`, "ogt_x").list());
    release();
    expect([error.status, error.errors]).toEqual([undefined, [{ code: "unexpected_error", message: "fetch failed" }]]);
  });
});

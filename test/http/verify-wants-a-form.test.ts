import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { exchange, expectRefusal } from "../support/gateway/http-exchange.js";

/** Whoever follows the advice of the refusal has to arrive. */
describe("a body at /oauth/verify that is no form", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
  });
  afterAll(() => gateway.stop());

  it.each([
    [400, "application/json", '{"client_id":"a","client_secret":"b"}', "BAD_USER_INPUT"],
    [400, "application/json", '{"client_id":', "BAD_REQUEST"],
    [415, "text/xml", "<client_id>a</client_id>", "UNSUPPORTED_MEDIA_TYPE"],
  ])("is told with %i for %s %s that a form is expected", async (expected, type, body, code) => {
    const { admin } = await gateway.organization();
    const headers = { authorization: `Bearer ${admin.token}`, "content-type": type };
    const refused = await exchange(`${gateway.url}/oauth/verify`, { method: "POST", headers, body });
    expect(refused.status).toBe(expected);
    const [error] = expectRefusal(refused);
    expect(error?.extensions.code).toBe(code);
    expect(error?.message).toMatch(/application\/x-www-form-urlencoded|form-encoded/);
    expect(error?.message).not.toContain("json");
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { cspTokens, expectOauthRefusal } from "../support/dialects/csp.js";
import { dialectClient } from "../support/dialects/dialects.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { basic, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { postFormTo } from "../support/oauth/token-routes.js";

const PREFIX = "/csp/gateway/am/api/auth";
const GRANT = "grant_type=client_credentials";

describe.each(DATABASE_KINDS)("on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  describe.each(["authorize", "token"])("what CSP's auth/%s refuses", (name) => {
    const path = `${PREFIX}/${name}`;
    const start = (more?: Record<string, unknown>) => cspTokens(gateway, path, more);

    it.each([
      ["in the query", "?grant_type=client_credentials&grant_type=client_credentials", ""],
      ["in the body", "", `${GRANT}&${GRANT}`],
      ["in query and body", `?${GRANT}`, GRANT],
    ])("refuses a parameter that is given twice, %s (RFC 6749 §3.2)", async (_where, query, form) => {
      const { ask } = await start();
      expectOauthRefusal(await ask(query, form), 400, "invalid_request");
    });

    it.each<[string, number, string, string, string]>([
      ["no grant", 400, "invalid_request", "", ""],
      ["a grant that is not offered", 400, "unsupported_grant_type", "?grant_type=client_delegate", ""],
      ["a resource that is not known", 400, "invalid_target", `?${GRANT}`, "resource=https%3A%2F%2Fexample.com"],
    ])("says so in its own shape: %s", async (_what, status, code, query, form) => {
      const { ask } = await start();
      expectOauthRefusal(await ask(query, form), status, code);
    });

    it("refuses an application without the grant", async () => {
      const { ask } = await start({ grantTypes: ["authorization_code"] });
      expectOauthRefusal(await ask("", GRANT), 400, "unauthorized_client");
    });

    it("answers 401 in its own shape to whoever is not known", async () => {
      const { ask, clientId, clientSecret } = await start();
      const wrong = [
        basic(clientId, `${clientSecret.slice(0, -1)}_`),
        basic("0".repeat(32), clientSecret),
        basic(clientId, ""),
        basic("", ""),
        "Basic",
        "Basic !!!",
        `Basic ${Buffer.from(clientId).toString("base64")}`,
        `Basic ${Buffer.from([0xff, 0x3a, 0xfe]).toString("base64")}`,
      ];
      for (const authorization of wrong) {
        const answer = await ask("", GRANT, { authorization });
        expect([400, 401], answer.text).toContain(answer.status);
        expectOauthRefusal(answer, answer.status, answer.status === 401 ? "invalid_client" : "invalid_request");
        expect(answer.text).not.toContain(clientSecret);
      }
      expectOauthRefusal(await ask("", GRANT, { authorization: wrong[0] ?? "" }), 401, "invalid_client");
      expectOauthRefusal(await postFormTo(gateway.url, path, GRANT), 400, "invalid_request");
    });

    it("gives a public client, with its empty secret, nothing", async () => {
      const { clientId, ask } = await start({ publicClient: true, grantTypes: ["authorization_code"] });
      expectOauthRefusal(await ask("", GRANT, { authorization: basic(clientId, "") }), 400, "invalid_request");
      const named = `${GRANT}&client_id=${clientId}`;
      expectOauthRefusal(await postFormTo(gateway.url, path, named), 401, "invalid_client");
      expectOauthRefusal(await postFormTo(gateway.url, path, `${named}&client_secret=`), 401, "invalid_client");
    });

    it("does not take parameters from a body that is no form", async () => {
      const { ask } = await start();
      const json = JSON.stringify({ grant_type: "client_credentials" });
      for (const type of ["application/json", "text/plain"]) {
        expectOauthRefusal(await ask("", json, { "content-type": type }), 400, "invalid_request");
      }
    });

    it.each([57 * 1024, 70_000, 300_000, 2_000_000])(
      "refuses a body of %i bytes, whatever the query says",
      async (length) => {
        const { ask } = await start();
        for (const [query, form] of [
          [`?${GRANT}`, ""],
          ["", `${GRANT}&`],
        ]) {
          const answer = await ask(query ?? "", `${form}x=${"y".repeat(length)}`);
          expect(answer.status, answer.text.slice(0, 300)).toBe(413);
          expect(Object.keys(answer.body)).toContain("cspErrorCode");
          expect(answer.body.message).not.toMatch(/grant_type/);
        }
        // Nor does the rest of the body stand in the way of the connection's next request.
        expect((await ask("", GRANT)).status).toBe(200);
      },
    );

    it.each(["GET", "PUT", "DELETE"])("answers 405 in its own shape to %s", async (method) => {
      const answer = await dialectClient(gateway.url, null).request(method, `${path}?${GRANT}`);
      expect([answer.status, answer.body.cspErrorCode]).toEqual([405, "method_not_allowed"]);
      expect(answer.headers.get("allow")).toBe("POST");
    });
  });

  it("has no other paths below auth", async () => {
    for (const path of ["/logout", "/token/", "/Token", "/api-tokens/authorize"]) {
      const answer = await postFormTo(gateway.url, PREFIX + path, GRANT);
      expect([answer.status, answer.body.cspErrorCode]).toEqual([404, "not_found"]);
    }
  });
});

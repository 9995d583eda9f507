import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { chosenSecret, cspOrganization, cspTokens, expectOauthRefusal } from "../support/dialects/csp.js";
import { dialectClient } from "../support/dialects/dialects.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { basic, introspect, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { FORM, postFormTo } from "../support/oauth/token-routes.js";
import { serviceAccount } from "../support/organization/members.js";

const PREFIX = "/csp/gateway/am/api/auth";
const GRANT = "grant_type=client_credentials";

/** Where a request may put its parameters: query and body, both as text. */
const PLACES: [string, (orgId: string) => [string, string]][] = [
  ["the body", (orgId) => ["", `${GRANT}&orgId=${orgId}`]],
  ["the query", (orgId) => [`?${GRANT}&orgId=${orgId}`, ""]],
  ["both", (orgId) => [`?orgId=${orgId}`, GRANT]],
  ["both, the other way round", (orgId) => [`?${GRANT}`, `orgId=${orgId}`]],
];

describe.each(DATABASE_KINDS)("on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  describe.each(["authorize", "token"])("CSP's auth/%s", (name) => {
    const path = `${PREFIX}/${name}`;

    const start = (more?: Record<string, unknown>) => cspTokens(gateway, path, more);

    it.each(PLACES)("takes its parameters from %s", async (_where, place) => {
      const { ask, guid, clientId, clientSecret } = await start();
      const { status, body, headers } = await ask(...place(guid));
      expect(status).toBe(200);
      expect(body).toEqual({
        access_token: expect.stringMatching(/^[\w-]{20,}$/),
        token_type: "bearer",
        expires_in: 600,
        scope: "openid mail",
        id_token: null,
        refresh_token: null,
      });
      expect(headers.get("cache-control")).toBe("no-store");
      const seen = await introspect(gateway.url, { clientId, clientSecret }, body.access_token);
      expect(seen.json).toMatchObject({ active: true, client_id: clientId, scope: "openid mail" });
    });

    it("gives a client without scopes the same fields", async () => {
      const { ask } = await start({ allowedScopes: {} });
      const { body } = await ask("", GRANT);
      expect(Object.keys(body).sort()).toEqual(
        ["access_token", "expires_in", "id_token", "refresh_token", "scope", "token_type"].sort(),
      );
      expect(body.scope).toBe("");
    });

    it("narrows the scope when asked, wherever that stands", async () => {
      const { ask } = await start();
      expect((await ask("?scope=mail", GRANT)).body.scope).toBe("mail");
      expect((await ask("", `${GRANT}&scope=mail`)).body.scope).toBe("mail");
      expectOauthRefusal(await ask("?scope=other", GRANT), 400, "invalid_scope");
    });

    it("takes a request without a content type, or without any body, when the query says all", async () => {
      const { clientId, clientSecret } = await start();
      const authorization = basic(clientId, clientSecret);
      const init = { method: "POST", headers: { authorization } };
      expect((await fetch(`${gateway.url}${path}?${GRANT}`, init)).status).toBe(200);
      const bytes = { ...init, body: Buffer.from("") };
      expect((await fetch(`${gateway.url}${path}?${GRANT}`, bytes)).status).toBe(200);
    });

    it("takes a body that arrives in pieces", async () => {
      const { clientId, clientSecret } = await start();
      const pieces = ["grant_type=", "client_", "credentials"].map((piece) => new TextEncoder().encode(piece));
      const response = await fetch(gateway.url + path, {
        method: "POST",
        headers: { authorization: basic(clientId, clientSecret), "content-type": FORM },
        body: ReadableStream.from(pieces),
        duplex: "half",
      } as RequestInit);
      expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ id_token: null })]);
    });

    it("takes a body of 50 KB", async () => {
      const { ask } = await start();
      expect((await ask("", `${GRANT}&x=${"y".repeat(50_000)}`)).status).toBe(200);
    });

    it("gives a service account a token that the CSP routes accept, without naming a resource", async () => {
      const { owner, base } = await cspOrganization(gateway);
      const { application } = await serviceAccount(gateway, { owner }, "DEVELOPER");
      const authorization = basic(application.clientId, application.clientSecret);
      const { body } = await postFormTo(gateway.url, `${path}?${GRANT}`, "", { authorization });
      const client = dialectClient(gateway.url, body.access_token);
      expect((await client.request("GET", base)).body.totalResults).toBe(1);
      const path2 = `${base}/${application.clientId}/secret`;
      const rotated = await client.request("POST", path2, { body: { newClientSecret: chosenSecret() } });
      expect(rotated.status).toBe(200);
      const elsewhere = (await cspOrganization(gateway)).base;
      expect((await client.request("GET", elsewhere)).status).toBe(404);
    });

    it("gives an application that is no member a token that the CSP routes do not accept", async () => {
      const { ask, base } = await start();
      const { body } = await ask("", GRANT);
      const client = dialectClient(gateway.url, body.access_token);
      const answer = await client.request("GET", base);
      expect([answer.status, answer.body.cspErrorCode]).toEqual([401, "unauthorized"]);
    });
  });
});

import * as openidClient from "openid-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { expectRefused } from "../support/dialects/contracts/contract-organization.js";
import { csp } from "../support/dialects/contracts/csp.js";
import { type CspOrganization, cspOrganization } from "../support/dialects/csp.js";
import { cloudflareAccount } from "../support/dialects/sdks.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { send } from "../support/gateway/send.js";
import {
  basic,
  introspect,
  postAs,
  postForm,
  requestToken,
  startOauthGateway,
} from "../support/oauth/oauth-endpoints.js";
import { rawBasic } from "../support/oauth/token-routes.js";
import { broughtClient, importClient, inClear } from "../support/organization/brought-clients.js";

/** Ids as other systems have them, and every character that one may have. */
const IDS = [
  "my.service.prod",
  "urn:example:client:1",
  "https://app.example/",
  "a+b&c=d%20e",
  "~!$()*,;[]^{|}<>@",
  "100%25/../?x#y`z",
  "..hidden",
];

const TOKEN_PATHS = ["/oauth/token", "/csp/gateway/am/api/auth/authorize"];
const FORM = { grant_type: "client_credentials" };

type Registering = (organization: CspOrganization, clientId: string) => Promise<string>;

describe.each(DATABASE_KINDS)("a client id of another system, on %s", (kind) => {
  let gateway: TestGateway;
  let organization: CspOrganization;
  let other: CspOrganization;
  let count = 0;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
    organization = await cspOrganization(gateway);
    other = await cspOrganization(gateway);
  });
  afterAll(() => gateway.stop());

  const newId = (id: string) => `${id}.${++count}`;

  /** Each answers the secret. */
  const byImport: Registering = async (at, clientId) => {
    const secret = `secret-${++count}`;
    const client = broughtClient({ clientId, secrets: [inClear(secret)] });
    expect(await importClient(gateway, at, client)).toMatchObject({ clientId, result: "created" });
    return secret;
  };
  const byCsp: Registering = async (at, clientId) => {
    const created = await at.created({ id: clientId });
    expect(created.clientId).toBe(clientId);
    return created.clientSecret;
  };

  const found = async (clientId: string) =>
    (
      await organization.owner.ok(
        "query ($clientId: String!) { oauthApplication(clientId: $clientId) { id clientId } }",
        { clientId },
      )
    ).oauthApplication;

  const searched = async (clientId: string) =>
    (
      await organization.owner.ok(
        "query ($query: String!) { oauthApplications(filter: { query: $query }) { nodes { id clientId } } }",
        { query: clientId },
      )
    ).oauthApplications.nodes;

  const changed = (id: string, input: object) =>
    organization.owner.ok(
      `mutation ($input: UpdateOAuthApplicationInput!) { updateOAuthApplication(input: $input) { oauthApplication { id } } }`,
      { input: { oauthApplicationId: id, ...input } },
    );

  async function tokenBy(clientId: string, authentication: openidClient.ClientAuth) {
    const execute = [openidClient.allowInsecureRequests];
    const server = await openidClient.discovery(new URL(gateway.url), clientId, undefined, authentication, { execute });
    return (await openidClient.clientCredentialsGrant(server)).access_token;
  }

  describe.each([
    ["brought by an import", byImport],
    ["chosen through CSP's dialect", byCsp],
  ])("%s", (_title, register) => {
    it.each(IDS)("is the client's wherever one is taken: %s", async (text) => {
      const clientId = newId(text);
      const clientSecret = await register(organization, clientId);
      const client = { clientId, clientSecret };
      const application = await found(clientId);
      expect(application).toMatchObject({ clientId });
      expect(await searched(clientId)).toEqual([application]);
      const { id } = application;

      const token = await tokenBy(clientId, openidClient.ClientSecretBasic(clientSecret));
      await changed(id, { tokenEndpointAuthMethod: "CLIENT_SECRET_POST" });
      expect(await tokenBy(clientId, openidClient.ClientSecretPost(clientSecret))).toBeTruthy();
      await changed(id, { tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC", selfRotationEnabled: true });
      expect((await introspect(gateway.url, client, token)).json).toMatchObject({ active: true, client_id: clientId });
      expect((await postAs(`${gateway.url}/oauth/revoke`, client, { token })).status).toBe(200);
      expect((await introspect(gateway.url, client, token)).json).toEqual({ active: false });
      expect(await organization.admin.verify(clientId, clientSecret)).toMatchObject({
        active: true,
        client_id: clientId,
      });

      const path = `/${encodeURIComponent(clientId)}`;
      expect((await organization.send("GET", path)).body.id).toBe(clientId);
      const cloudflare = cloudflareAccount({ url: gateway.url, token: organization.owner.token }, organization.id);
      const shown = await cloudflare.oauthClients.get(clientId, cloudflare.account);
      expect(shown.client_id).toBe(clientId);

      const rotated = await postForm(
        `${gateway.url}/oauth/client_secret`,
        {},
        { authorization: basic(clientId, clientSecret), "idempotency-key": crypto.randomUUID() },
      );
      expect([rotated.status, rotated.json.client_id]).toEqual([200, clientId]);
      const regenerated = await organization.send("PUT", `${path}/secret`, {});
      expect(regenerated.body).toMatchObject({ clientId });
      expect(await organization.good(clientId, regenerated.body.clientSecret)).toBe(true);

      const deleted = await organization.send("DELETE", "", { clientIdsToDelete: [clientId] });
      expect(deleted.body).toEqual({ succeeded: [clientId], failed: [] });
      expect([await found(clientId), await searched(clientId)]).toEqual([null, []]);
      expectRefused(csp, await other.create({ id: clientId }), { status: 409 });
      expect(await importClient(gateway, other, broughtClient({ clientId }))).toMatchObject({ result: "refused" });
    });

    it("is nobody else's by another case, or by its percent-encoding", async () => {
      const clientId = newId("Urn:X/%2fé".replace("é", ""));
      const clientSecret = await register(organization, clientId);
      for (const similar of [clientId.toLowerCase(), clientId.toUpperCase(), decodeURIComponent(clientId)]) {
        expect(similar).not.toBe(clientId);
        expect(await found(similar)).toBeNull();
        expect(await organization.admin.verify(similar, clientSecret)).toEqual({ active: false });
        expect((await requestToken(gateway.url, { clientId: similar, clientSecret })).status).toBe(401);
        expect((await organization.send("GET", `/${encodeURIComponent(similar)}`)).status).toBe(404);
      }
    });
  });

  it.each(["", " ", "a b", 'a"b', "a'b", "a\\b", "a\tb", "a\u007f", "ä", "x".repeat(256)])(
    "is none: %j",
    async (clientId) => {
      const message = expectRefused(csp, await organization.create({ id: clientId }), { status: 400, field: "id" });
      expect(message).not.toContain("a b");
      const imported = await importClient(gateway, organization, broughtClient({ clientId }));
      expect(imported).toMatchObject({ result: "refused", reason: expect.stringMatching(/^clientId must /) });
      expect(await found(clientId)).toBeNull();
      expect((await requestToken(gateway.url, { clientId, clientSecret: "x" })).status).toBeGreaterThanOrEqual(400);
    },
  );

  it.each(["{".repeat(255), "!$&()*,;=:@~", "%2F", "%252e%252e", "%00", "{a,b}", "NULL", ":id", "(.*)"])(
    "is found by each spelling of its path: %s",
    async (clientId) => {
      await organization.created({ id: clientId });
      const everyCharacter = Buffer.from(clientId).toString("hex").replace(/../g, "%$&");
      for (const path of [encodeURIComponent(clientId), everyCharacter]) {
        expect((await organization.send("GET", `/${path}`)).body.id, path).toBe(clientId);
      }
      const deleted = await organization.send("DELETE", "", { clientIdsToDelete: [clientId] });
      expect(deleted.body).toEqual({ succeeded: [clientId], failed: [] });
    },
  );

  it.each(["%00", "a%00b", "%zz", "%C0%AF", "..%2f..%2f", "%ED%A0%80", "%ff"])(
    "is none in a path that is none: %s",
    async (path) => {
      for (const tail of [path, `${path}/secret`]) {
        const { status } = await organization.send("DELETE", `/${tail}`);
        expect([400, 404, 405], tail).toContain(status);
      }
    },
  );

  it("has up to 255 characters, and goes on working with the 256 that one had", async () => {
    const [longest, tooLong] = [newId("l".repeat(250)).padEnd(255, "."), newId("m".repeat(250)).padEnd(256, "-")];
    const clientSecret = await byImport(organization, longest);
    expect(await organization.good(longest, clientSecret)).toBe(true);
    const before = newId("before");
    const secret = await byImport(organization, before);
    await gateway.database.query(
      `UPDATE oauth_applications SET client_id = '${tooLong}' WHERE client_id = '${before}'`,
    );
    expect(await found(tooLong)).toMatchObject({ clientId: tooLong });
    expect(await organization.good(tooLong, secret)).toBe(true);
    expect((await organization.send("GET", `/${tooLong}`)).body.id).toBe(tooLong);
  });

  it.each([".", ".."])("is one that no client puts into a path, and everything else finds: %s", async (clientId) => {
    const clientSecret = await byImport(organization, clientId);
    expect(await organization.good(clientId, clientSecret)).toBe(true);
    expect(await found(clientId)).toMatchObject({ clientId });
    for (const encoded of [clientId, clientId.replaceAll(".", "%2E")]) {
      const url = `${gateway.url}${organization.base}/${encoded}/secret`;
      const { status } = await send(url, {
        method: "PUT",
        headers: { authorization: `Bearer ${organization.owner.token}`, "content-type": "application/json" },
        body: "{}",
      });
      expect([404, 405]).toContain(status);
    }
    expect(await organization.good(clientId, clientSecret)).toBe(true);
    const deleted = await organization.send("DELETE", "", { clientIdsToDelete: [clientId] });
    expect(deleted.body.succeeded).toEqual([clientId]);
  });

  describe("in Basic", () => {
    it.each(["a+b", "c%20d", "e%zz", "e%zz%2F", "100%", "%", "f=g&h", "i%C3%A9"])(
      "arrives as it is as well as form-encoded, where that makes no other id of it: %s",
      async (text) => {
        const clientId = newId(text);
        const clientSecret = await byCsp(organization, clientId);
        for (const path of TOKEN_PATHS) {
          const raw = { authorization: rawBasic(clientId, clientSecret) };
          expect((await postForm(gateway.url + path, FORM, raw)).status, path).toBe(200);
          expect((await postAs(gateway.url + path, { clientId, clientSecret }, FORM)).status, path).toBe(200);
        }
      },
    );

    it.each(["urn:x:y", "a%2Fb"])("must be form-encoded where it is another one otherwise: %s", async (text) => {
      const clientId = newId(text);
      const clientSecret = await byCsp(organization, clientId);
      for (const path of TOKEN_PATHS) {
        const raw = { authorization: rawBasic(clientId, clientSecret) };
        expect((await postForm(gateway.url + path, FORM, raw)).status, path).toBe(401);
        expect((await postAs(gateway.url + path, { clientId, clientSecret }, FORM)).status, path).toBe(200);
      }
    });

    it.each([
      ["a b", "a%20b"],
      ['q"r', "q%22r"],
      ["aä", "a%C3%A4"],
    ])("is not that of which another text is the decoding: %s", async (text, encoded) => {
      const clientId = encoded + newId("");
      const clientSecret = await byCsp(organization, clientId);
      const similar = { authorization: rawBasic(clientId.replace(encoded, text), clientSecret) };
      for (const path of TOKEN_PATHS) {
        const { status } = await postForm(gateway.url + path, FORM, similar);
        expect([400, 401], path).toContain(status);
      }
    });

    it("is its own where another one's is the decoding of it: neither is let in by the other's secret", async () => {
      const [plain, escaped] = [newId("a+b"), `a%2Bb.${count}`];
      const secrets = { [plain]: await byCsp(organization, plain), [escaped]: await byCsp(other, escaped) };
      for (const path of TOKEN_PATHS) {
        const url = gateway.url + path;
        const statusOf = async (sent: string, secret = "") =>
          (await postForm(url, FORM, { authorization: rawBasic(sent, secret) })).status;
        expect(await statusOf(plain, secrets[plain]), path).toBe(200);
        expect(await statusOf(escaped, secrets[plain]), path).toBe(200);
        expect(await statusOf(encodeURIComponent(escaped), secrets[escaped]), path).toBe(200);
        expect(await statusOf(plain, secrets[escaped]), path).toBe(401);
        expect(await statusOf(escaped, secrets[escaped]), path).toBe(401);
        expect(await statusOf(encodeURIComponent(escaped), secrets[plain]), path).toBe(401);
      }
    });
  });
});

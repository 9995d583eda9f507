import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { type CspOrganization, cspOrganization } from "../support/dialects/csp.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { postAs, postForm, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { rawBasic } from "../support/oauth/token-routes.js";

const TOKEN_PATHS = ["/oauth/token", "/csp/gateway/am/api/auth/authorize"];
const FORM = { grant_type: "client_credentials" };

describe.each(DATABASE_KINDS)("a client id in Basic, on %s", (kind) => {
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

  /** Registers an application with a client id. Answers its secret. */
  const chosen = async (clientId: string) => (await organization.created({ id: clientId })).clientSecret;

  it.each(["a+b", "c%20d", "e%zz", "e%zz%2F", "100%", "%", "f=g&h", "i%C3%A9"])(
    "arrives as it is as well as form-encoded, where that makes no other id of it: %s",
    async (text) => {
      const clientId = newId(text);
      const clientSecret = await chosen(clientId);
      for (const path of TOKEN_PATHS) {
        const raw = { authorization: rawBasic(clientId, clientSecret) };
        expect((await postForm(gateway.url + path, FORM, raw)).status, path).toBe(200);
        expect((await postAs(gateway.url + path, { clientId, clientSecret }, FORM)).status, path).toBe(200);
      }
    },
  );

  it.each(["urn:x:y", "a%2Fb"])("must be form-encoded where it is another one otherwise: %s", async (text) => {
    const clientId = newId(text);
    const clientSecret = await chosen(clientId);
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
    const clientSecret = await chosen(clientId);
    const similar = { authorization: rawBasic(clientId.replace(encoded, text), clientSecret) };
    for (const path of TOKEN_PATHS) {
      const { status } = await postForm(gateway.url + path, FORM, similar);
      expect([400, 401], path).toContain(status);
    }
  });

  it("is its own where another one's is the decoding of it: neither is let in by the other's secret", async () => {
    const [plain, escaped] = [newId("a+b"), `a%2Bb.${count}`];
    const theirs = await other.created({ id: escaped });
    const secrets = { [plain]: await chosen(plain), [escaped]: theirs.clientSecret };
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

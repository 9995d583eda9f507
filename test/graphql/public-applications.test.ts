import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { change, changed, read, refusalOf } from "../support/organization/oauth-applications.js";

const KIND = "public tokenEndpointAuthMethod";
const PUBLIC = { public: true, tokenEndpointAuthMethod: "NONE" };

const CONTRADICTIONS = [
  { public: true, tokenEndpointAuthMethod: "CLIENT_SECRET_BASIC" },
  { public: true, tokenEndpointAuthMethod: "CLIENT_SECRET_POST" },
  { public: false, tokenEndpointAuthMethod: "NONE" },
];

describe.each(DATABASE_KINDS)("public and confidential applications on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  const update = (client: GraphqlClient, oauthApplicationId: string, input: object, selection = KIND) =>
    changed(client, "updateOAuthApplication", { oauthApplicationId, ...input }, selection);

  it.each([{ public: true }, { tokenEndpointAuthMethod: "NONE" }, PUBLIC])(
    "registers with %o a public application without a secret",
    async (input) => {
      const { developer } = await gateway.organization();
      const { id, clientSecret } = await developer.createApplication(input);
      expect(clientSecret).toBeNull();
      expect(await read(developer, id, `${KIND} secrets { id } clientSecretHint hasRotatedSecret`)).toEqual({
        ...PUBLIC,
        secrets: [],
        clientSecretHint: null,
        hasRotatedSecret: false,
      });
    },
  );

  it.each([
    [{ public: false }, "CLIENT_SECRET_BASIC"],
    [{ tokenEndpointAuthMethod: "CLIENT_SECRET_POST" }, "CLIENT_SECRET_POST"],
    [{ public: false, tokenEndpointAuthMethod: "CLIENT_SECRET_POST" }, "CLIENT_SECRET_POST"],
  ])("registers with %o a confidential application with a secret", async (input, tokenEndpointAuthMethod) => {
    const { developer } = await gateway.organization();
    const { id, clientSecret } = await developer.createApplication(input);
    expect(clientSecret).toMatch(/^ogs_/);
    expect(await read(developer, id, KIND)).toEqual({ public: false, tokenEndpointAuthMethod });
  });

  it.each(CONTRADICTIONS)("refuses %o when registering and when changing, whatever was there before", async (input) => {
    const { developer } = await gateway.organization();
    const refusal = { code: "BAD_USER_INPUT", field: "tokenEndpointAuthMethod" };
    expect(refusalOf(await change(developer, "createOAuthApplication", { name: "Test", ...input }))).toMatchObject(
      refusal,
    );
    for (const isPublic of [true, false]) {
      const { id: oauthApplicationId } = await developer.createApplication({ public: isPublic });
      const before = await read(developer, oauthApplicationId);
      const answer = await change(developer, "updateOAuthApplication", { oauthApplicationId, ...input });
      expect(refusalOf(answer)).toMatchObject(refusal);
      expect(await read(developer, oauthApplicationId)).toEqual(before);
    }
  });

  it.each([{ public: true }, { tokenEndpointAuthMethod: "NONE" }, PUBLIC])(
    "revokes both secrets of an open rotation when %o turns it public",
    async (input) => {
      const { developer, admin } = await gateway.organization();
      const { id, clientId, clientSecret } = await developer.createApplication();
      const { data } = await developer.rotate(id);
      const statuses = "secrets { status revokedAt expiresAt } hasRotatedSecret clientSecretHint version";
      const application = await update(developer, id, input, `${KIND} ${statuses}`);
      expect(application).toMatchObject({ ...PUBLIC, version: 3, hasRotatedSecret: false, clientSecretHint: null });
      expect(application.secrets.map(({ status }: { status: string }) => status)).toEqual(["REVOKED", "REVOKED"]);
      expect(await read(developer, id, statuses)).toMatchObject({ secrets: application.secrets });
      for (const secret of [clientSecret as string, data.rotateSecret.clientSecret]) {
        expect(await admin.verify(clientId, secret)).toEqual({ active: false });
      }
    },
  );

  it.each([
    [{ public: false }, "CLIENT_SECRET_BASIC"],
    [{ tokenEndpointAuthMethod: "CLIENT_SECRET_POST" }, "CLIENT_SECRET_POST"],
  ])(
    "issues nothing when %o turns it confidential; the next rotation issues its first secret",
    async (input, method) => {
      const { developer, admin } = await gateway.organization();
      const { id, clientId } = await developer.createApplication({ public: true });
      const application = await update(developer, id, input, `${KIND} secrets { id } clientSecretHint`);
      expect(application).toEqual({
        public: false,
        tokenEndpointAuthMethod: method,
        secrets: [],
        clientSecretHint: null,
      });
      const { data } = await developer.rotate(id);
      expect(data.rotateSecret).toMatchObject({ secret: { status: "CURRENT" }, previousSecret: null });
      expect(data.rotateSecret.oauthApplication).toMatchObject({ hasRotatedSecret: false, version: 3 });
      expect(await admin.verify(clientId, data.rotateSecret.clientSecret)).toMatchObject({ active: true });
    },
  );

  it.each(["REVOKE", "KEEP"])(
    "issues the first secret of an application without any for %s as well",
    async (previousSecret) => {
      const { developer } = await gateway.organization();
      const { id } = await developer.createApplication({ public: true });
      await update(developer, id, { public: false });
      const { data } = await developer.rotate(id, { previousSecret });
      expect(data.rotateSecret).toMatchObject({ secret: { status: "CURRENT", expiresAt: null }, previousSecret: null });
    },
  );

  it("does not bring revoked secrets back when an application is public for a while", async () => {
    const { developer, admin } = await gateway.organization();
    const { id, clientId, clientSecret } = await developer.createApplication();
    await update(developer, id, { public: true });
    await update(developer, id, { public: false });
    expect(await admin.verify(clientId, clientSecret as string)).toEqual({ active: false });
    const { data } = await developer.rotate(id);
    expect(data.rotateSecret.previousSecret).toBeNull();
    expect(await admin.verify(clientId, clientSecret as string)).toEqual({ active: false });
  });

  it("keeps the secrets and the method when an update says again what is so already", async () => {
    const { developer, admin } = await gateway.organization();
    const { id, clientId, clientSecret } = await developer.createApplication({
      tokenEndpointAuthMethod: "CLIENT_SECRET_POST",
    });
    const same = { public: false, tokenEndpointAuthMethod: "CLIENT_SECRET_POST" };
    expect(await update(developer, id, { public: false })).toEqual(same);
    expect(await update(developer, id, same)).toEqual(same);
    expect(await admin.verify(clientId, clientSecret as string)).toMatchObject({ active: true });
    const other = await developer.createApplication(PUBLIC);
    expect(await update(developer, other.id, { public: true })).toEqual(PUBLIC);
    expect(await update(developer, other.id, PUBLIC)).toEqual(PUBLIC);
  });

  it("changes the method of a confidential application without touching its secrets", async () => {
    const { developer, admin } = await gateway.organization();
    const { id, clientId, clientSecret } = await developer.createApplication();
    await update(developer, id, { tokenEndpointAuthMethod: "CLIENT_SECRET_POST" });
    expect(await admin.verify(clientId, clientSecret as string)).toMatchObject({ active: true });
  });
});

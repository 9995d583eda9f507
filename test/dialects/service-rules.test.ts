import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { chosenSecret, cspOrganization, REQUIRED } from "../support/dialects/csp.js";
import { COLLECTION } from "../support/dialects/dialects.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { createClient, introspect, startOauthGateway, tokenOf } from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";
import { changed, read } from "../support/organization/oauth-applications.js";

describe.each(DATABASE_KINDS)("rules that came with the dialects, on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  describe("a chosen client id", () => {
    it("is shown and found in GraphQL as a generated one is", async () => {
      const { created, viewer, developer } = await cspOrganization(gateway);
      const id = `Chosen_id-${crypto.randomUUID()}`;
      await created({ id, displayName: "Chosen" });
      const generated = await developer.createApplication({ name: "Generated" });
      for (const [clientId, name] of [
        [id, "Chosen"],
        [generated.clientId, "Generated"],
      ]) {
        const { oauthApplication, oauthApplications } = await viewer.ok(
          `query ($clientId: String!) {
            oauthApplication(clientId: $clientId) { name clientId }
            oauthApplications(filter: { query: $clientId }) { totalCount nodes { name clientId } }
          }`,
          { clientId },
        );
        expect(oauthApplication).toEqual({ name, clientId });
        expect(oauthApplications).toEqual({ totalCount: 1, nodes: [{ name, clientId }] });
      }
    });

    it("is found whole and in its own case only, and by no other organization", async () => {
      const { created, viewer } = await cspOrganization(gateway);
      const stranger = await gateway.organization();
      const id = `Chosen_id-${crypto.randomUUID()}`;
      await created({ id });
      const find = async (client: typeof viewer, query: string) =>
        (
          await client.ok("query ($query: String!) { oauthApplications(filter: { query: $query }) { totalCount } }", {
            query,
          })
        ).oauthApplications.totalCount;
      expect(await find(viewer, id)).toBe(1);
      for (const other of [id.slice(1), id.slice(0, -1), id.toUpperCase(), `${id}-`]) {
        expect(await find(viewer, other)).toBe(0);
      }
      expect(await find(stranger.owner, id)).toBe(0);
      const { oauthApplication } = await stranger.owner.ok(`{ oauthApplication(clientId: "${id}") { id } }`);
      expect(oauthApplication).toBeNull();
    });

    it("cannot be chosen in GraphQL, nor can a secret", async () => {
      const { owner } = await gateway.organization();
      for (const field of ["clientId", "clientSecret", "id", "secret"]) {
        const { errors } = await owner.send(
          `mutation { createOAuthApplication(input: { name: "Shop", ${field}: "Chosen-Aa1-Aa1-Aa1" }) { clientSecret } }`,
        );
        expect(errors[0]?.message).toContain(`"${field}" is not defined`);
      }
    });
  });

  describe("the revocation of a token by its organization", () => {
    async function start() {
      const organization = await cspOrganization(gateway);
      const [client, other] = [await createClient(organization.developer), await createClient(organization.developer)];
      const token = await tokenOf(gateway.url, client);
      const revoke = (id: string, value: string, role: "viewer" | "developer" = "developer") => {
        const path = `${COLLECTION.clerk(organization.id)}/${id}/revoke_token`;
        return organization.as(role).request("POST", path, { body: { token: value } });
      };
      const isActive = async () => (await introspect(gateway.url, other, token)).json.active;
      const events = async () =>
        (await listEvents(organization.owner)).filter(({ action }) => action === "access_token.revoked");
      return { ...organization, client, other, token, revoke, isActive, events };
    }

    it("is an audit event about the application, with who and how, without the token", async () => {
      const { client, token, revoke, isActive, events, developer } = await start();
      const { headers } = await revoke(client.id, token);
      expect(await isActive()).toBe(false);
      const { viewer } = await developer.ok("{ viewer { actor { id kind name } } }");
      const own = await events();
      expect(own).toHaveLength(1);
      expect(own[0]).toMatchObject({
        targetId: client.id,
        actor: viewer.actor,
        wayIn: "CLERK",
        requestId: headers.get("x-request-id"),
      });
      expect(JSON.stringify(own)).not.toContain(token);
    });

    it("is no event when nothing was revoked", async () => {
      const { client, other, token, revoke, isActive, events } = await start();
      await revoke(client.id, "A".repeat(43));
      await revoke(other.id, token);
      await revoke(client.id, token, "viewer");
      expect([await isActive(), await events()]).toEqual([true, []]);
      await revoke(client.id, token);
      await revoke(client.id, token);
      expect([await isActive(), (await events()).length]).toEqual([false, 1]);
    });
  });

  describe("a rotation to a chosen secret", () => {
    it("is a rotation like any other in GraphQL: hint, state, event", async () => {
      const { created, send, owner, good } = await cspOrganization(gateway);
      const [first, second] = [chosenSecret("-aB"), chosenSecret("-cD")];
      const { clientId } = await created({ secret: first });
      await send("POST", `/${clientId}/secret`, { newClientSecret: second, secretRotationExpirationInSeconds: 600 });
      const { oauthApplication } = await owner.ok(`{ oauthApplication(clientId: "${clientId}") { id } }`);
      const application = await read(owner, oauthApplication.id);
      expect(application).toMatchObject({ hasRotatedSecret: true, clientSecretHint: "…cD", version: 2 });
      expect(application.secrets).toMatchObject([
        { hint: "…cD", status: "CURRENT", expiresAt: null },
        { hint: "…aB", status: "PREVIOUS", expiresAt: expect.any(String) },
      ]);
      const [event] = await listEvents(owner);
      expect(event).toMatchObject({
        action: "client_secret.rotated",
        targetId: oauthApplication.id,
        wayIn: "CSP",
        details: { previousSecret: "EXPIRE", previousSecretExpiresAt: application.secrets[1].expiresAt },
      });
      await changed(owner, "cancelSecretRotation", { oauthApplicationId: oauthApplication.id, force: true });
      expect([await good(clientId, first), await good(clientId, second)]).toEqual([true, false]);
    });
  });

  it("tells in GraphQL of what CSP set, and in CSP of what GraphQL set", async () => {
    const { created, shown, owner } = await cspOrganization(gateway);
    const { clientId } = await created({ ownerOnlySecretRotation: true, secretRotationExpirationInSeconds: 60 });
    const selection = "id ownerOnlySecretRotation secretOverlapSeconds accessTokenTtlSeconds grantTypes name";
    const { oauthApplication } = await owner.ok(`{ oauthApplication(clientId: "${clientId}") { ${selection} } }`);
    expect(oauthApplication).toEqual({
      id: oauthApplication.id,
      ownerOnlySecretRotation: true,
      secretOverlapSeconds: 60,
      accessTokenTtlSeconds: 600,
      grantTypes: ["CLIENT_CREDENTIALS"],
      name: REQUIRED.displayName,
    });
    await changed(owner, "updateOAuthApplication", {
      oauthApplicationId: oauthApplication.id,
      ownerOnlySecretRotation: false,
      secretOverlapSeconds: 90,
      name: "A name/that CSP would not take",
    });
    expect(await shown(clientId)).toMatchObject({
      ownerOnlySecretRotation: false,
      secretRotationExpirationInSeconds: 90,
      displayName: "A name/that CSP would not take",
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.js";
import type { CreatedApplication, GraphqlClient } from "../support/graphql-client.js";

const ROTATIONS = 10_000;
const APPLICATIONS = 50;

const ROTATE = `mutation ($id: ID!) {
  rotateSecret(input: { oauthApplicationId: $id, previousSecret: REVOKE }) {
    clientSecret secret { id hint } oauthApplication { version }
  }
}`;

/** An application by every way that leads to it. */
const LOOK = `query ($id: ID!, $clientId: String!, $secretId: ID!) {
  byId: oauthApplication(id: $id) { ...Seen }
  byClientId: oauthApplication(clientId: $clientId) { ...Seen }
  byNode: node(id: $id) { ...Seen }
  bySearch: oauthApplications(filter: { query: $clientId }) { nodes { ...Seen } }
  byList: oauthApplications(first: 1, orderBy: { field: UPDATED_AT, direction: DESC }, filter: { query: $clientId }) {
    nodes { ...Seen }
  }
  secret: node(id: $secretId) { ... on ClientSecret { id status } }
  auditEvents(first: 1, filter: { targetId: $id, action: "client_secret.rotated" }) { nodes { details } }
}
fragment Seen on OAuthApplication { version clientSecretHint secrets { id status } }`;

/** SQLite only: on PostgreSQL nothing is kept between requests. */
describe("a gateway that keeps its prepared statements", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
  });
  afterAll(() => gateway.stop());

  /** Rotates and looks, again and again; every look must show what the rotation before it has answered. */
  async function rotateAndLook(client: GraphqlClient, application: CreatedApplication, times: number): Promise<void> {
    const { id, clientId } = application;
    let former = application.clientSecret ?? "";
    for (let time = 0; time < times; time++) {
      const { clientSecret, secret, oauthApplication } = (await client.ok(ROTATE, { id })).rotateSecret;
      const [seen, good, bad] = await Promise.all([
        client.ok(LOOK, { id, clientId, secretId: secret.id }),
        client.verify(clientId, clientSecret),
        client.verify(clientId, former),
      ]);
      const { byId, byClientId, byNode, bySearch, byList } = seen;
      for (const found of [byId, byClientId, byNode, ...bySearch.nodes, ...byList.nodes]) {
        expect([found.version, found.clientSecretHint]).toEqual([oauthApplication.version, secret.hint]);
        expect(found.secrets[0]).toEqual({ id: secret.id, status: "CURRENT" });
        expect(found.secrets[1].status).toBe("REVOKED");
      }
      expect([bySearch.nodes.length, byList.nodes.length]).toEqual([1, 1]);
      expect(seen.secret).toEqual({ id: secret.id, status: "CURRENT" });
      expect(seen.auditEvents.nodes[0].details.secretId).toBe(secret.id);
      expect([good.secret?.id, bad.active]).toEqual([secret.id, false]);
      former = clientSecret;
    }
  }

  it(`never shows a stale row: ${ROTATIONS} rotations, each seen at once by every way of reading`, async () => {
    const { owner } = await gateway.organization();
    const applications = await Promise.all(Array.from({ length: APPLICATIONS }, () => owner.createApplication()));
    await Promise.all(applications.map((application) => rotateAndLook(owner, application, ROTATIONS / APPLICATIONS)));
  }, 300_000);
});

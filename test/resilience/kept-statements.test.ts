// Too long for a quick run.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import type { CreatedApplication, GraphqlClient } from "../support/gateway/graphql-client.js";
import { patiently } from "../support/gateway/patience.js";

const ROTATIONS = { sqlite: 1000, postgres: 400 };
const AT_ONCE = 20;
/** Of one application; more of them only have more of the past to keep. */
const TIMES = 20;

const ROTATE = `mutation ($id: ID!) {
  rotateSecret(input: { oauthApplicationId: $id, previousSecret: REVOKE }) {
    clientSecret secret { id hint } oauthApplication { version }
  }
}`;

/** Every way that leads to an application, and to what was last done with it. */
const WAYS = [
  ["oauthApplication(id: $id) { ...Seen }", "$id: ID!"],
  ["oauthApplication(clientId: $clientId) { ...Seen }", "$clientId: String!"],
  ["node(id: $id) { ...Seen }", "$id: ID!"],
  ["oauthApplications(filter: { query: $clientId }) { nodes { ...Seen } }", "$clientId: String!"],
  [
    `oauthApplications(first: 1, orderBy: { field: UPDATED_AT, direction: DESC }, filter: { query: $clientId }) {
      nodes { ...Seen }
    }`,
    "$clientId: String!",
  ],
].map(
  ([field, variable]) => `query (${variable}, $rotationOf: ID!, $secretId: ID!) {
    found: ${field}
    secret: node(id: $secretId) { ... on ClientSecret { id status } }
    auditEvents(first: 1, filter: { targetId: $rotationOf, action: "client_secret.rotated" }) { nodes { details } }
  }
  fragment Seen on OAuthApplication { version clientSecretHint secrets { id status } }`,
);

describe.each(DATABASE_KINDS)("a gateway that keeps its prepared statements on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  /** Rotates and looks, again and again; every look must show what the rotation before it has answered. */
  async function rotateAndLook(client: GraphqlClient, application: CreatedApplication, times: number): Promise<void> {
    const { id, clientId } = application;
    let former = application.clientSecret ?? "";
    for (let time = 0; time < times; time++) {
      const { data, errors } = await patiently(() => client.send(ROTATE, { id }), "the other lanes");
      expect(errors).toEqual([]);
      const { clientSecret, secret, oauthApplication } = data.rotateSecret;
      const look = WAYS[time % WAYS.length] as string;
      const named = look.includes("$clientId") ? { clientId } : { id };
      const [seen, good, bad] = await Promise.all([
        client.ok(look, { ...named, rotationOf: id, secretId: secret.id }),
        client.verify(clientId, clientSecret),
        client.verify(clientId, former),
      ]);
      const found = seen.found.nodes ?? [seen.found];
      expect(found).toHaveLength(1);
      expect([found[0].version, found[0].clientSecretHint]).toEqual([oauthApplication.version, secret.hint]);
      expect(found[0].secrets[0]).toEqual({ id: secret.id, status: "CURRENT" });
      expect(found[0].secrets[1].status).toBe("REVOKED");
      expect(seen.secret).toEqual({ id: secret.id, status: "CURRENT" });
      expect(seen.auditEvents.nodes[0].details.secretId).toBe(secret.id);
      expect([good.secret?.id, bad.active]).toEqual([secret.id, false]);
      former = clientSecret;
    }
  }

  it(`never shows a stale row: ${ROTATIONS[kind]} rotations, each seen at once, by every way of reading in turn`, async () => {
    const { owner } = await gateway.organization();
    const lane = async () => {
      for (let rotations = 0; rotations < ROTATIONS[kind] / AT_ONCE; rotations += TIMES) {
        await rotateAndLook(owner, await owner.createApplication(), TIMES);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  });
});

import { type GraphQLSchema, getNamedType, isNonNullType, isObjectType } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Permission, Role } from "../../src/model/permission.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { type Answer, GraphqlClient } from "../support/gateway/graphql-client.js";
import { fetchSchema } from "../support/schema/schema-walk.js";

const CLIENT_SECRET = /^ogs_[0-9A-Za-z]{49}$/;
const API_TOKEN = /^ogt_[0-9A-Za-z]{49}$/;
const NEVER = "app_0000000000000000000000";

const codes = ({ errors }: Answer) =>
  errors.map(({ extensions, path }) => `${extensions.code} ${path?.join(".")}`).sort();

describe.each(DATABASE_KINDS)("a secret that is shown once, on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let schema: GraphQLSchema;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    organization = await gateway.organization();
    schema = await fetchSchema(organization.owner);
  });
  afterAll(() => gateway.stop());

  it("arrives beside mutations of the same document that fail", async () => {
    const { id } = await organization.owner.createApplication();
    const answer = await organization.owner.send(
      `mutation ($id: ID!, $never: ID!) {
        invalid: createOAuthApplication(input: { name: "" }) { clientSecret }
        created: createOAuthApplication(input: { name: "Good" }) { clientSecret oauthApplication { clientId } }
        unknown: rotateSecret(input: { oauthApplicationId: $never }) { clientSecret secret { id } }
        rotated: rotateSecret(input: { oauthApplicationId: $id }) { clientSecret }
        conflict: rotateSecret(input: { oauthApplicationId: $id }) { clientSecret }
        issued: createApiToken(input: { name: "Good", role: VIEWER }) { token }
        expired: createApiToken(input: { name: "Bad", role: VIEWER, expiresAt: "2020-01-01T00:00:00Z" }) { token }
        stale: deleteOAuthApplication(input: { oauthApplicationId: $id, expectedVersion: 99 }) { deletedId }
      }`,
      { id, never: NEVER },
    );
    expect(codes(answer)).toEqual([
      "BAD_USER_INPUT expired",
      "BAD_USER_INPUT invalid",
      "CONFLICT conflict",
      "CONFLICT stale",
      "NOT_FOUND unknown",
    ]);
    const { created, rotated, issued, ...failed } = answer.data;
    expect(failed).toEqual({ invalid: null, unknown: null, conflict: null, expired: null, stale: null });
    const { clientId } = created.oauthApplication;
    expect(await organization.admin.verify(clientId, created.clientSecret)).toMatchObject({ active: true });
    expect(rotated.clientSecret).toMatch(CLIENT_SECRET);
    const { viewer } = await new GraphqlClient(gateway.url, issued.token).ok("{ viewer { role } }");
    expect(viewer).toEqual({ role: "VIEWER" });
  });

  it("arrives when everything else in its payload is refused", async () => {
    const { id } = await organization.owner.createApplication();
    const { APPLICATION_WRITE, SECRET_ROTATE, TOKEN_WRITE } = Permission;
    const client = await organization.client(Role.ADMIN, [APPLICATION_WRITE, SECRET_ROTATE, TOKEN_WRITE]);
    const answer = await client.send(
      `mutation ($id: ID!) {
        createOAuthApplication(input: { name: "Good" }) { oauthApplication { id name secrets { id } } clientSecret }
        rotateSecret(input: { oauthApplicationId: $id }) {
          oauthApplication { id } secret { id } clientSecret previousSecret { id hint }
        }
        createApiToken(input: { name: "Good", role: VIEWER, permissions: [] }) { apiToken { id name } token }
      }`,
      { id },
    );
    expect(codes(answer)).toEqual([
      "FORBIDDEN createApiToken.apiToken",
      "FORBIDDEN createOAuthApplication.oauthApplication",
      "FORBIDDEN rotateSecret.oauthApplication",
      "FORBIDDEN rotateSecret.previousSecret",
      "FORBIDDEN rotateSecret.secret",
    ]);
    expect(answer.data).toEqual({
      createOAuthApplication: { oauthApplication: null, clientSecret: expect.stringMatching(CLIENT_SECRET) },
      rotateSecret: {
        oauthApplication: null,
        secret: null,
        previousSecret: null,
        clientSecret: expect.stringMatching(CLIENT_SECRET),
      },
      createApiToken: { apiToken: null, token: expect.stringMatching(API_TOKEN) },
    });
  });

  it("arrives when a selection in its payload has invalid arguments", async () => {
    const { id } = await organization.owner.createApplication();
    const broken = "oauthApplication { id auditEvents(first: 0) { totalCount } }";
    const exclusive = 'oauthApplication { id auditEvents(first: 1, last: 1, after: "x") { totalCount } }';
    const answer = await organization.owner.send(
      `mutation ($id: ID!) {
        createOAuthApplication(input: { name: "Good" }) { ${broken} clientSecret }
        rotateSecret(input: { oauthApplicationId: $id }) { ${exclusive} clientSecret }
      }`,
      { id },
    );
    expect(codes(answer)).toEqual([
      "BAD_USER_INPUT createOAuthApplication.oauthApplication.auditEvents",
      "BAD_USER_INPUT rotateSecret.oauthApplication.auditEvents",
    ]);
    expect(answer.data.createOAuthApplication).toEqual({
      clientSecret: expect.stringMatching(CLIENT_SECRET),
      oauthApplication: { id: expect.stringMatching(/^app_/), auditEvents: null },
    });
    expect(answer.data.rotateSecret).toEqual({
      clientSecret: expect.stringMatching(CLIENT_SECRET),
      oauthApplication: { id, auditEvents: null },
    });
  });

  it("arrives when the gateway itself fails at the rest of its payload", async () => {
    const { id } = await organization.admin.createApplication();
    const creation = `target_id = '${id}' AND action = 'oauth_application.created'`;
    await gateway.database.query(`UPDATE audit_events SET details = 'no JSON' WHERE ${creation}`);
    const answer = await organization.admin.send(
      `mutation ($id: ID!) {
        rotateSecret(input: { oauthApplicationId: $id, previousSecret: REVOKE }) {
          oauthApplication { id auditEvents { nodes { details } } }
          clientSecret
        }
      }`,
      { id },
    );
    await gateway.database.query(`UPDATE audit_events SET details = '{}' WHERE ${creation}`);
    expect(codes(answer)).toEqual(["INTERNAL_SERVER_ERROR rotateSecret.oauthApplication.auditEvents"]);
    expect(answer.data.rotateSecret).toEqual({
      clientSecret: expect.stringMatching(CLIENT_SECRET),
      oauthApplication: { id, auditEvents: null },
    });
  });

  it("cannot be taken out of the answer: mutations and what their payloads hold are nullable", () => {
    const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
    const payloads = Object.values(schema.getTypeMap()).filter((type) => type.name.endsWith("Payload"));
    expect(mutations.length).toBeGreaterThan(9);
    expect(mutations.map(({ type }) => getNamedType(type).name).sort()).toEqual(
      payloads.map(({ name }) => name).sort(),
    );
    const fields = payloads.flatMap((type) => (isObjectType(type) ? Object.values(type.getFields()) : []));
    expect([...mutations, ...fields].filter(({ type }) => isNonNullType(type))).toEqual([]);
  });
});

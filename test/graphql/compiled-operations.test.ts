import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Role } from "../../src/model/permission.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { compiledExecutions } from "../support/gateway/compiled-executions.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { issueApiToken, revokeApiToken } from "../support/organization/api-tokens.js";

const compiled = compiledExecutions();

/** Sent often enough to be compiled, whatever was compiled before. */
const TIMES = 3;

describe.each(DATABASE_KINDS)("an operation that comes again on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  /** The same each time, the first of them interpreted; answers it. */
  async function sameEachTime(client: GraphqlClient, query: string, variables?: Record<string, unknown>) {
    const texts = new Set<string>();
    const before = compiled.count;
    for (let time = 0; time < TIMES; time++) texts.add((await client.send(query, variables)).text);
    expect(texts.size, [...texts].join("\n")).toBe(1);
    const [text = ""] = texts;
    const answer = JSON.parse(text);
    const isExecuted = query.startsWith("{") && answer.data !== undefined;
    if (isExecuted) expect(compiled.count).toBeGreaterThanOrEqual(before + TIMES - 1);
    return answer;
  }

  it("is refused at once to a token that was revoked", async () => {
    const { admin } = await gateway.organization();
    const { client, id } = await issueApiToken(admin);
    const query = "query Compiled { oauthApplications { totalCount } }";
    expect(await sameEachTime(client, query)).toEqual({ data: { oauthApplications: { totalCount: 0 } } });
    await revokeApiToken(admin, id);
    expect((await client.send(query)).status).toBe(401);
  });

  it("shows each actor its own permissions, organization and nothing else", async () => {
    const [one, other] = [await gateway.organization(), await gateway.organization()];
    const { id } = await one.developer.createApplication({ name: "Mine" });
    const query = "query ($id: ID!) { oauthApplication(id: $id) { name clientSecretHint createdBy { kind } } }";
    const hint = expect.stringMatching(/^ogs_…/);
    const owner = await sameEachTime(one.owner, query, { id });
    expect(owner).toEqual({
      data: { oauthApplication: { name: "Mine", clientSecretHint: hint, createdBy: { kind: "API_TOKEN" } } },
    });
    const viewer = await sameEachTime(one.viewer, query, { id });
    expect(viewer.data).toEqual({ oauthApplication: { name: "Mine", clientSecretHint: null, createdBy: null } });
    expect(viewer.errors).toEqual([
      {
        message: "OAuthApplication.clientSecretHint needs the permission SECRET_READ.",
        locations: [{ line: 1, column: 53 }],
        path: ["oauthApplication", "clientSecretHint"],
        extensions: { code: "FORBIDDEN" },
      },
      {
        message: "OAuthApplication.createdBy needs the permission MEMBER_READ.",
        locations: [{ line: 1, column: 70 }],
        path: ["oauthApplication", "createdBy"],
        extensions: { code: "FORBIDDEN" },
      },
    ]);
    expect(await sameEachTime(other.owner, query, { id })).toEqual({ data: { oauthApplication: null } });
  });

  it("names refused rows of a list by their place", async () => {
    const { developer, viewer } = await gateway.organization();
    for (const name of ["A", "B"]) await developer.createApplication({ name });
    const { errors } = await sameEachTime(viewer, "{ all: oauthApplications { nodes { s: secrets { id } } } }");
    expect(errors.map(({ path }: { path: unknown[] }) => path)).toEqual([
      ["all", "nodes", 0, "s"],
      ["all", "nodes", 1, "s"],
    ]);
  });

  it("fills in the defaults of inputs, also nested ones and those of variables", async () => {
    const { admin } = await gateway.organization();
    const rotate = `mutation ($input: RotateSecretInput!) {
      rotateSecret(input: $input) { clientSecret previousSecret { status expiresAt } }
    }`;
    for (let time = 0; time < TIMES; time++) {
      const { id: oauthApplicationId } = await admin.createApplication();
      const { rotateSecret } = await admin.ok(rotate, { input: { oauthApplicationId } });
      expect(rotateSecret.previousSecret).toEqual({ status: "PREVIOUS", expiresAt: expect.any(String) });
    }
    const list = "query ($first: Int = 2) { oauthApplications(first: $first) { nodes { id } } }";
    expect((await sameEachTime(admin, list)).data.oauthApplications.nodes).toHaveLength(2);
    expect((await sameEachTime(admin, list, { first: 1 })).data.oauthApplications.nodes).toHaveLength(1);
    expect((await sameEachTime(admin, list, { first: null })).data.oauthApplications.nodes).toHaveLength(TIMES);
  });

  it("leaves out and takes in what @skip and @include say, by each request's variables", async () => {
    const { admin } = await gateway.organization();
    const query = "query ($no: Boolean!) { viewer { role actor @skip(if: $no) { kind } } }";
    const kind = { actor: { kind: "API_TOKEN" } };
    expect(await sameEachTime(admin, query, { no: true })).toEqual({ data: { viewer: { role: Role.ADMIN } } });
    expect(await sameEachTime(admin, query, { no: false })).toEqual({
      data: { viewer: { role: Role.ADMIN, ...kind } },
    });
  });

  it.each([
    ["an invalid argument", "{ oauthApplications(first: 1000) { totalCount } }", undefined, "BAD_USER_INPUT"],
    [
      "an unfit variable",
      "query ($n: Int) { oauthApplications(first: $n) { totalCount } }",
      { n: "x" },
      "BAD_USER_INPUT",
    ],
    [
      "a price too high",
      `{ ${"abcdefghij"
        .split("")
        .map((a) => `${a}: oauthApplications(first: 100) { nodes { scopes } }`)
        .join(" ")} }`,
      undefined,
      "GRAPHQL_VALIDATION_FAILED",
    ],
    [
      "what is not there",
      'mutation { rotateSecret(input: { oauthApplicationId: "app_0000000000000000000000" }) { clientSecret } }',
      undefined,
      "NOT_FOUND",
    ],
    ["two ways to say which", '{ oauthApplication(id: "a", clientId: "b") { id } }', undefined, "BAD_USER_INPUT"],
    [
      "an operation that is not there",
      "query A { __typename } query B { __typename }",
      undefined,
      "OPERATION_RESOLUTION_FAILURE",
    ],
  ])("refuses %s as the first time", async (_what, query, variables, code) => {
    const { admin } = await gateway.organization();
    const { errors } = await sameEachTime(admin, query, variables);
    expect(errors[0].extensions.code).toBe(code);
  });

  it("masks what nobody foresaw", async () => {
    const { admin, id } = await gateway.organization();
    const query = "{ organization { id slug } }";
    await sameEachTime(admin, query);
    // A row that the schema does not allow: a non-null field is null.
    const { services } = gateway.gateway;
    const { organizations } = services;
    const get = organizations.get.bind(organizations);
    organizations.get = async (actor) => Object.create(await get(actor), { slug: { value: null } });
    try {
      const { errors, data } = await admin.send(query);
      expect(data).toEqual({ organization: null });
      expect(errors.map(({ extensions, path }) => [extensions.code, path])).toEqual([
        ["INTERNAL_SERVER_ERROR", ["organization", "slug"]],
      ]);
      expect(errors[0]?.message).not.toContain("non-null");
      expect(gateway.log()).toContain(String(errors[0]?.extensions.correlationId));
    } finally {
      organizations.get = get;
    }
    expect((await admin.ok(query)).organization.id).toBe(id);
  });

  it("fails alone when a row cannot be read, and the gateway goes on", async () => {
    const { owner } = await gateway.organization();
    const { id } = await owner.createApplication();
    const query = "{ oauthApplications { nodes { id redirectUris } } }";
    await sameEachTime(owner, query);
    await gateway.database.query(`UPDATE oauth_applications SET redirect_uris = 'no JSON' WHERE id = '${id}'`);
    for (let time = 0; time < TIMES; time++) {
      const { data, errors } = await owner.send(query);
      expect(data).toEqual({ oauthApplications: null });
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(["INTERNAL_SERVER_ERROR"]);
    }
    expect((await owner.ok("{ oauthApplications { nodes { id } } }")).oauthApplications.nodes).toEqual([{ id }]);
  });

  it("fails the field that promised an object whose property throws, and no other", async () => {
    const { owner } = await gateway.organization();
    await owner.createApplication({ name: "Kept" });
    const query = "{ oauthApplications { nodes { name secrets { hint } } } }";
    await sameEachTime(owner, query);
    const { clientSecrets } = gateway.gateway.services;
    const list = clientSecrets.listByApplications.bind(clientSecrets);
    const hint = {
      get(): string {
        throw new Error("Not to be looked at.");
      },
    };
    clientSecrets.listByApplications = async (...given) =>
      (await list(...given)).map((secrets) => secrets.map((secret) => Object.create(secret, { hint })));
    try {
      for (let time = 0; time < TIMES; time++) {
        const { data, errors } = await owner.send(query);
        expect(data).toEqual({ oauthApplications: { nodes: [{ name: "Kept", secrets: null }] } });
        expect(errors.map(({ extensions }) => extensions.code)).toEqual(["INTERNAL_SERVER_ERROR"]);
      }
    } finally {
      clientSecrets.listByApplications = list;
    }
    expect((await owner.ok(query)).oauthApplications.nodes[0].secrets).toHaveLength(1);
  });
});

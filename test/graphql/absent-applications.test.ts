import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import type { Answer, GraphqlClient } from "../support/gateway/graphql-client.js";
import { change, read, refusalOf, remove } from "../support/organization/oauth-applications.js";

const NEVER_EXISTED = "app_0000000000000000000000";

describe.each(DATABASE_KINDS)("applications that are gone or another organization's on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  /** The bodies of all answers that name an application, with its identifiers blotted out. */
  async function answersAbout(client: GraphqlClient, id: string, clientId: string): Promise<string[]> {
    const input = { oauthApplicationId: id };
    const answers = [
      await client.send("query ($id: ID!) { oauthApplication(id: $id) { id } }", { id }),
      await client.send("query ($id: String!) { oauthApplication(clientId: $id) { id } }", { id: clientId }),
      await client.send("query ($id: ID!) { node(id: $id) { id } }", { id }),
      await client.send("query ($id: String!) { oauthApplications(filter: { query: $id }) { totalCount } }", {
        id: clientId,
      }),
      await client.send("query ($id: ID!) { auditEvents(filter: { actorId: $id }) { totalCount } }", { id }),
      await change(client, "updateOAuthApplication", { ...input, name: "Taken over" }),
      await change(client, "updateOAuthApplication", {
        ...input,
        expectedVersion: 99,
        redirectUris: ["http://evil.com"],
      }),
      await client.rotate(id),
      await client.rotate(id, { previousSecret: "REVOKE" }),
      await change(client, "updateSecretRotation", { ...input, overlapSeconds: 1 }),
      await change(client, "completeSecretRotation", { ...input, force: true }),
      await change(client, "cancelSecretRotation", { ...input, force: true }),
      await remove(client, input),
      await remove(client, { ...input, expectedVersion: 99 }),
    ];
    return answers.map(({ status, text }) => `${status} ${text.replaceAll(id, "ID").replaceAll(clientId, "ID")}`);
  }

  it("answers about another organization's application as about one that never existed", async () => {
    const owner = await gateway.organization();
    const other = await gateway.organization();
    const application = await owner.developer.createApplication();
    await owner.developer.rotate(application.id);
    const before = await read(owner.developer, application.id);
    const about = await answersAbout(other.owner, application.id, application.clientId);
    expect(about).toEqual(await answersAbout(other.owner, NEVER_EXISTED, "0".repeat(32)));
    expect(about.slice(0, 3)).toEqual([
      '200 {"data":{"oauthApplication":null}}\n',
      '200 {"data":{"oauthApplication":null}}\n',
      '200 {"data":{"node":null}}\n',
    ]);
    for (const answer of about.slice(5))
      expect(JSON.parse(answer.slice(4)).errors[0].extensions).toEqual({ code: "NOT_FOUND" });
    expect(await read(owner.developer, application.id)).toEqual(before);
    expect(await owner.admin.verify(application.clientId, application.clientSecret as string)).toMatchObject({
      active: true,
    });
    expect(await other.admin.verify(application.clientId, application.clientSecret as string)).toEqual({
      active: false,
    });
  });

  it("does not list another organization's applications, secrets or events", async () => {
    const owner = await gateway.organization();
    const other = await gateway.organization();
    const { id } = await owner.developer.createApplication();
    const [secret] = (await read(owner.developer, id)).secrets;
    const { auditEvents } = await owner.admin.ok("{ auditEvents(first: 1) { nodes { id } } }");
    const { oauthApplications } = await other.owner.ok("{ oauthApplications { totalCount nodes { id } } }");
    expect(oauthApplications).toEqual({ totalCount: 0, nodes: [] });
    for (const nodeId of [secret.id, auditEvents.nodes[0].id, owner.id]) {
      const query = "query ($id: ID!) { node(id: $id) { id } }";
      expect((await owner.owner.ok(query, { id: nodeId })).node).toEqual({ id: nodeId });
      expect((await other.owner.send(query, { id: nodeId })).text).toBe('{"data":{"node":null}}\n');
    }
    const events = await other.owner.ok("query ($id: ID!) { auditEvents(filter: { targetId: $id }) { totalCount } }", {
      id,
    });
    expect(events.auditEvents.totalCount).toBe(0);
  });

  it.each([
    "",
    "app_",
    "app_short",
    `${NEVER_EXISTED}0`,
    NEVER_EXISTED.toUpperCase(),
    "org_0000000000000000000000",
    "' OR 1=1 --",
    "app_\u0000",
    "\ud800",
    "app_🚀",
    "x".repeat(10_000),
  ])("answers to the malformed id %j as to one that does not exist", async (id) => {
    const { owner } = await gateway.organization();
    await owner.createApplication();
    for (const field of ["oauthApplication", "node"]) {
      const answer = await owner.send(`query ($id: ID!) { ${field}(id: $id) { id } }`, { id });
      expect(answer).toMatchObject({ status: 200, errors: [], data: { [field]: null } });
    }
    const found = await owner.send("query ($id: String!) { oauthApplication(clientId: $id) { id } }", { id });
    expect(found).toMatchObject({ status: 200, errors: [], data: { oauthApplication: null } });
    for (const answer of [
      await change(owner, "updateOAuthApplication", { oauthApplicationId: id, name: "x" }),
      await owner.rotate(id),
      await remove(owner, { oauthApplicationId: id }),
    ]) {
      expect(refusalOf(answer)).toEqual({ code: "NOT_FOUND" });
    }
    expect((await owner.ok("{ oauthApplications { totalCount } }")).oauthApplications.totalCount).toBe(1);
  });

  it("answers about a deleted application as about one that never existed", async () => {
    const { developer, admin } = await gateway.organization();
    const { id, clientId } = await developer.createApplication();
    await remove(admin, { oauthApplicationId: id });
    expect(await answersAbout(admin, id, clientId)).toEqual(await answersAbout(admin, NEVER_EXISTED, "0".repeat(32)));
  });

  it("deletes an application with its secrets, and remembers its client id", async () => {
    const { developer, admin, id: organizationId } = await gateway.organization();
    const { id, clientId, clientSecret } = await developer.createApplication();
    await developer.rotate(id);
    expect((await remove(admin, { oauthApplicationId: id, expectedVersion: 2 })).data).toEqual({
      deleteOAuthApplication: { deletedId: id },
    });
    expect(await read(admin, id)).toBeNull();
    expect(await admin.verify(clientId, clientSecret as string)).toEqual({ active: false });
    const { query } = gateway.database;
    expect(await query(`SELECT id FROM client_secrets WHERE oauth_application_id = '${id}'`)).toEqual([]);
    const retired = await query(
      `SELECT client_id, organization_id FROM retired_client_ids WHERE client_id = '${clientId}'`,
    );
    expect(retired).toEqual([{ client_id: clientId, organization_id: organizationId }]);
    expect(refusalOf(await remove(admin, { oauthApplicationId: id }))).toEqual({ code: "NOT_FOUND" });
  });

  it("deletes nothing for a stale version", async () => {
    const { developer, admin } = await gateway.organization();
    const { id, clientId, clientSecret } = await developer.createApplication();
    const before = await read(developer, id);
    const answer = await remove(admin, { oauthApplicationId: id, expectedVersion: 2 });
    expect(refusalOf(answer)).toEqual({ code: "CONFLICT" });
    expect(await read(developer, id)).toEqual(before);
    expect(await admin.verify(clientId, clientSecret as string)).toMatchObject({ active: true });
  });

  it.each([
    ["viewer", "createOAuthApplication", { name: "Test" }],
    ["viewer", "updateOAuthApplication", { name: "Renamed" }],
    ["viewer", "rotateSecret", {}],
    ["viewer", "updateSecretRotation", { overlapSeconds: 1 }],
    ["viewer", "completeSecretRotation", {}],
    ["viewer", "cancelSecretRotation", {}],
  ] as const)("refuses a %s's %s and changes nothing", async (role, mutation, input) => {
    const organization = await gateway.organization();
    const before = await withOpenRotation(organization);
    const named = mutation === "createOAuthApplication" ? input : { ...input, oauthApplicationId: before.id };
    expect(refusalOf(await change(organization[role], mutation, named))).toEqual({ code: "FORBIDDEN" });
    expect(await read(organization.developer, before.id)).toEqual(before);
    expect((await organization.viewer.ok("{ oauthApplications { totalCount } }")).oauthApplications.totalCount).toBe(1);
  });

  it.each(["viewer", "developer"] as const)(
    "refuses a %s who deletes, and says no more to one who guesses",
    async (role) => {
      const organization = await gateway.organization();
      const before = await withOpenRotation(organization);
      const answers = [before.id, NEVER_EXISTED].map((oauthApplicationId) =>
        remove(organization[role], { oauthApplicationId }),
      );
      const [known, unknown] = await Promise.all(answers);
      expect(refusalOf(known as Answer)).toEqual({ code: "FORBIDDEN" });
      expect(unknown?.text).toBe(known?.text);
      expect(await read(organization.developer, before.id)).toEqual(before);
    },
  );
});

async function withOpenRotation({ developer }: TestOrganization) {
  const { id } = await developer.createApplication();
  await developer.rotate(id);
  return read(developer, id);
}

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../src/model/identifier.js";
import { Role } from "../../src/model/permission.js";
import { dumpRows } from "../support/databases/database-dump.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import type { CreatedApplication } from "../support/gateway/graphql-client.js";
import { inputTypeOf, MUTATION_INPUTS } from "../support/organization/mutation-inputs.js";
import { leastOf } from "../support/organization/shown-once.js";

/** What takes an identifier of something that must exist, and the argument that carries it. */
const TARGETED = Object.keys(MUTATION_INPUTS).filter((name) => !/^create|^addMember$|^updateOrganization$/.test(name));

describe.each(DATABASE_KINDS)("two organizations on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let stranger: TestOrganization;
  let application: CreatedApplication;
  /** One identifier of each kind in the first organization. */
  let ids: string[];

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    organization = await gateway.organization();
    stranger = await gateway.organization();
    application = await organization.developer.createApplication({ grantTypes: ["CLIENT_CREDENTIALS"] });
    await organization.developer.rotate(application.id);
    await organization.owner.ok(
      "mutation ($id: ID!) { addMember(input: { oauthApplicationId: $id, role: VIEWER }) { member { id } } }",
      { id: application.id },
    );
    const { oauthApplication, apiTokens, members, auditEvents } = await organization.owner.ok(
      `query ($id: ID) {
        oauthApplication(id: $id) { secrets { id } }
        apiTokens(first: 1) { nodes { id } }
        members { nodes { id } }
        auditEvents(first: 1) { nodes { id } }
      }`,
      { id: application.id },
    );
    const secrets = oauthApplication.secrets.map(({ id }: { id: string }) => id);
    const others = [apiTokens, members, auditEvents].map(({ nodes }) => nodes[0].id);
    ids = [organization.id, application.id, ...secrets, ...others];
  });
  afterAll(() => gateway.stop());

  const never = (id: string) => newId(id.slice(0, 4) as "app_", Date.now());

  it("answer for each other's identifiers as for those that never existed, byte for byte", async () => {
    for (const role of Object.values(Role)) {
      const client = stranger[role.toLowerCase() as Lowercase<Role>];
      for (const id of ids) {
        const query = "query ($id: ID!) { node(id: $id) { id } }";
        const [foreign, unknown] = [await client.send(query, { id }), await client.send(query, { id: never(id) })];
        expect(foreign.text).toBe(unknown.text);
        expect(foreign.status).toBe(unknown.status);
        expect(foreign.data).toEqual({ node: null });
      }
    }
  });

  it("answer null without an error to an owner's query for the other's", async () => {
    for (const id of ids) {
      const { text } = await stranger.owner.send("query ($id: ID!) { node(id: $id) { id } }", { id });
      expect(text).toBe('{"data":{"node":null}}\n');
    }
    const query = "query ($id: ID, $clientId: String) { oauthApplication(id: $id, clientId: $clientId) { id } }";
    for (const key of [{ id: application.id }, { clientId: application.clientId }, { clientId: "f".repeat(32) }]) {
      const { text } = await stranger.owner.send(query, key);
      expect(text).toBe('{"data":{"oauthApplication":null}}\n');
    }
  });

  it.each(TARGETED)(
    "refuse %s of the other's with NOT_FOUND, like what never existed, and keep it",
    async (mutation) => {
      const input = (await MUTATION_INPUTS[mutation]?.(organization)) ?? {};
      const [key = ""] = ["apiTokenId", "memberId", "oauthApplicationId"].filter((name) => name in input);
      const document = `mutation ($input: ${inputTypeOf(mutation)}!) { ${mutation}(input: $input) { ${leastOf(mutation)} } }`;
      const before = await dumpRows(gateway.database);
      const foreign = await stranger.owner.send(document, { input });
      const unknown = await stranger.owner.send(document, { input: { ...input, [key]: never(String(input[key])) } });
      expect(foreign.data).toEqual({ [mutation]: null });
      expect(foreign.errors.map(({ extensions, path }) => [extensions, path])).toEqual([
        [{ code: "NOT_FOUND" }, [mutation]],
      ]);
      expect(foreign.text).toBe(unknown.text);
      expect(await dumpRows(gateway.database)).toBe(before);
    },
  );

  it("answer NOT_FOUND before anything that would tell the application's state", async () => {
    const { id } = await organization.developer.createApplication({ public: true });
    for (const input of [{}, { expectedVersion: 99 }, { previousSecret: "REVOKE", expectedVersion: 1 }]) {
      const { errors } = await stranger.owner.rotate(id, input);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(["NOT_FOUND"]);
    }
  });

  it.each(["app_", "x", "", "app_000000000000000000000é", "ogs_0000000000000000000000", `app_${"0".repeat(22)} `])(
    "answer for the text %j as for an identifier that never existed",
    async (id) => {
      const { owner } = stranger;
      expect(
        await owner.ok("query ($id: ID!) { node(id: $id) { id } oauthApplication(id: $id) { id } }", { id }),
      ).toEqual({
        node: null,
        oauthApplication: null,
      });
      const { errors } = await owner.rotate(id);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(["NOT_FOUND"]);
    },
  );

  it("list only what is their own, also from the other's cursors", async () => {
    const newcomer = await gateway.organization();
    const { id } = await newcomer.developer.createApplication();
    for (const position of [{}, { after: never("app_") }, { before: application.id, last: 100 }]) {
      const { oauthApplications } = await newcomer.owner.ok(
        `query ($after: String, $before: String, $last: Int) {
          oauthApplications(after: $after, before: $before, last: $last) { totalCount nodes { id } }
        }`,
        position,
      );
      expect(oauthApplications).toEqual({ totalCount: 1, nodes: [{ id }] });
    }
    const { auditEvents } = await newcomer.owner.ok(
      "query ($id: ID) { auditEvents(filter: { targetId: $id }) { totalCount nodes { id } } }",
      { id: application.id },
    );
    expect(auditEvents).toEqual({ totalCount: 0, nodes: [] });
    const { oauthApplications } = await newcomer.owner.ok(
      "query ($query: String) { oauthApplications(filter: { query: $query }) { totalCount } }",
      { query: application.clientId },
    );
    expect(oauthApplications.totalCount).toBe(0);
  });

  it("answer for the other's client secrets as for wrong ones", async () => {
    const secret = application.clientSecret ?? "";
    expect(await organization.admin.verify(application.clientId, secret)).toMatchObject({ active: true });
    expect(await stranger.admin.verify(application.clientId, secret)).toEqual({ active: false });
  });
});

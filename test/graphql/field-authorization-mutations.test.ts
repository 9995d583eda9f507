// Too long for a quick run.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Permission, Role } from "../../src/model/permission.js";
import { dumpRows } from "../support/databases/database-dump.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { ALSO_NEEDED, inputTypeOf, MUTATION_INPUTS } from "../support/organization/mutation-inputs.js";
import { leastOf } from "../support/organization/shown-once.js";
import { HELD, neededFor } from "../support/schema/field-decisions.js";

const MUTATIONS = Object.keys(MUTATION_INPUTS);

describe.each(DATABASE_KINDS)("who may change what on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  const narrow = new Map<Permission, GraphqlClient>();

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    organization = await gateway.organization();
    for (const permission of Object.values(Permission)) {
      narrow.set(permission, await organization.client(Role.OWNER, [permission]));
    }
  });
  afterAll(() => gateway.stop());

  const send = async (client: GraphqlClient, mutation: string, input: object | undefined) =>
    client.send(
      `mutation ($input: ${inputTypeOf(mutation)}!) { ${mutation}(input: $input) { ${leastOf(mutation)} } }`,
      {
        input,
      },
    );

  async function expectRefused(clients: GraphqlClient[], mutation: string): Promise<void> {
    const input = await MUTATION_INPUTS[mutation]?.(organization);
    const before = await dumpRows(gateway.database);
    for (const client of clients) {
      const { data, errors } = await send(client, mutation, input);
      expect(data).toEqual({ [mutation]: null });
      expect(errors.map(({ extensions, path }) => [extensions.code, path])).toEqual([["FORBIDDEN", [mutation]]]);
    }
    expect(await dumpRows(gateway.database)).toBe(before);
  }

  async function expectDone(client: GraphqlClient, mutation: string): Promise<void> {
    const input = await MUTATION_INPUTS[mutation]?.(organization);
    const { data, errors } = await send(client, mutation, input);
    expect(errors).toEqual([]);
    expect(data[mutation]).not.toBeNull();
  }

  describe.each(MUTATIONS)("%s", (mutation) => {
    const needed = neededFor("Mutation", mutation) as Permission;

    it.each(Object.values(Role))("does what the table says for %s, and nothing when it refuses", async (role) => {
      const client = organization[role.toLowerCase() as Lowercase<Role>];
      if (HELD[role].includes(needed)) await expectDone(client, mutation);
      else await expectRefused([client], mutation);
    });

    it("needs its own permission and no other one", async () => {
      const others = new Map(narrow);
      others.delete(needed);
      await expectRefused([...others.values()], mutation);
      const also = ALSO_NEEDED[mutation];
      const client = also ? await organization.client(Role.OWNER, [needed, ...also]) : narrow.get(needed);
      await expectDone(client as GraphqlClient, mutation);
      if (also) await expectRefused([narrow.get(needed) as GraphqlClient], mutation);
    });

    it("is refused without a token, and changes nothing", async () => {
      const input = await MUTATION_INPUTS[mutation]?.(organization);
      const before = await dumpRows(gateway.database);
      expect((await send(gateway.anonymous, mutation, input)).status).toBe(401);
      expect(await dumpRows(gateway.database)).toBe(before);
    });
  });

  it("answers the new secret, but nothing that needs more, to a token that may only rotate", async () => {
    const { id } = await organization.owner.createApplication();
    const { data, errors } = await (narrow.get(Permission.SECRET_ROTATE) as GraphqlClient).rotate(id);
    expect(data.rotateSecret).toEqual({
      clientSecret: expect.stringMatching(/^ogs_[0-9A-Za-z]{49}$/),
      secret: null,
      previousSecret: null,
      oauthApplication: null,
    });
    expect(errors.map(({ extensions, path }) => `${extensions.code} ${path?.join(".")}`).sort()).toEqual([
      "FORBIDDEN rotateSecret.oauthApplication",
      "FORBIDDEN rotateSecret.previousSecret",
      "FORBIDDEN rotateSecret.secret",
    ]);
  });

  it("shows a token that may only read secrets no application around them", async () => {
    const { id } = await organization.owner.createApplication();
    const { oauthApplication } = await organization.owner.ok(
      "query ($id: ID) { oauthApplication(id: $id) { secrets { id } } }",
      { id },
    );
    const [secret] = oauthApplication.secrets;
    const { data, errors } = await (narrow.get(Permission.SECRET_READ) as GraphqlClient).send(
      `query ($app: ID!, $secret: ID!) {
        application: node(id: $app) { id }
        secret: node(id: $secret) { id ... on ClientSecret { status } }
      }`,
      { app: id, secret: secret.id },
    );
    expect(data).toEqual({ application: null, secret: { id: secret.id, status: "CURRENT" } });
    expect(errors.map(({ extensions, path }) => [extensions.code, path])).toEqual([["FORBIDDEN", ["application"]]]);
  });

  it("shows what a mutation returns under the permissions of a query", async () => {
    const client = await organization.client(Role.ADMIN, [Permission.TOKEN_WRITE]);
    const { data, errors } = await client.send(
      'mutation { createApiToken(input: { name: "Created", role: VIEWER, permissions: [] }) { token apiToken { id hint } } }',
    );
    expect(data.createApiToken).toEqual({ token: expect.stringMatching(/^ogt_[0-9A-Za-z]{49}$/), apiToken: null });
    expect(errors.map(({ extensions, path }) => [extensions.code, path])).toEqual([
      ["FORBIDDEN", ["createApiToken", "apiToken"]],
    ]);
  });
});

import { type GraphQLField, type GraphQLObjectType, getNamedType, isLeafType, isObjectType, parse } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSchema } from "../../src/graphql/schema.js";
import { secretDetailOf } from "../../src/graphql/secret-detail.js";
import { USE_AND_TERMS } from "../../src/services/secrets/client-secrets.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";

/** The first is interpreted, the others compiled. */
const TIMES = 3;

type Field = GraphQLField<unknown, unknown>;

/** That of the gateway, too: those of one process share it. */
const schema = await createSchema();
const typeIn = (name: string) => schema.getType(name) as GraphQLObjectType;
const fieldsOf = (name: string) => Object.values(typeIn(name).getFields()) as Field[];

/** A field with all of its leaves. */
function selectionOf({ name, type }: Field): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return name;
  const leaves = fieldsOf(named.name).filter((inner) => isLeafType(getNamedType(inner.type)));
  return `${name} { ${leaves.map((inner) => inner.name).join(" ")} }`;
}

/** What may be asked of an application's secrets, alone. */
const OF_SECRET = fieldsOf("ClientSecret").map((field) => ({ field, asked: `secrets { ${selectionOf(field)} }` }));
const OF_APPLICATION = fieldsOf("OAuthApplication")
  .filter(({ description }) => description?.includes("the permission SECRET_READ"))
  .filter(({ name }) => name !== "secrets")
  .map((field) => ({ field, asked: selectionOf(field) }));
const ASKED = [...OF_SECRET, ...OF_APPLICATION].map((one) => ({ ...one, name: one.field.name }));
const OF_WHOLE = ASKED.filter(({ asked }) => detailOf(`{ oauthApplications { nodes { ${asked} } } }`) === "whole");

function detailOf(query: string) {
  return secretDetailOf(schema, parse(query));
}

describe("of listed secrets an operation reads", () => {
  it.each([
    "{ oauthApplications { nodes { id secrets { id hint status expiresAt revokedAt createdAt } } } }",
    "{ oauthApplications { nodes { clientSecretHint hasRotatedSecret } } }",
    "{ oauthApplications { nodes { secrets { __typename usedFrom { lastUsedAt } refusedFrom { useCount } } } } }",
    "{ apiTokens { nodes { firstUsedAt } } }",
  ])("how they stand: %s", (query) => {
    expect(detailOf(query)).toBe("standing");
  });

  it.each([
    "{ oauthApplications { nodes { secrets { id } rotation { reason } } } }",
    "{ oauthApplications { edges { node { secretContestedAt } } } }",
    "{ oauthApplications { nodes { ...A } } } fragment A on OAuthApplication { secrets { ... { uses: useCount } } }",
    "query ($on: Boolean!) { oauthApplication(id: 1) { secrets { lastUsedAt @include(if: $on) } } }",
  ])("all that is shown of them: %s", (query) => {
    expect(detailOf(query)).toBe("whole");
  });

  it("no more than these two, whatever is selected", () => {
    const shown = fieldsOf("ClientSecret").map(({ name }) => name);
    const inWhole = USE_AND_TERMS.filter((property) => shown.includes(property));
    expect(OF_WHOLE.map(({ name }) => name)).toEqual(
      shown
        .filter((name) => inWhole.includes(name as (typeof inWhole)[number]))
        .concat("rotation", "secretContestedAt"),
    );
  });
});

describe.each(DATABASE_KINDS)("what a field of a listed secret reads, on %s,", (kind) => {
  let gateway: TestGateway;
  let owner: GraphqlClient;
  let id: string;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    ({ owner } = await gateway.organization());
    const application = await owner.createApplication();
    ({ id } = application);
    await owner.rotate(id, { previousSecret: "CONFIRM" });
    expect(await owner.verify(application.clientId, String(application.clientSecret))).toMatchObject({ active: true });
  });
  afterAll(() => gateway.stop());

  const listOf = (asked: string, title = "List") => `query ${title} { oauthApplications { nodes { ${asked} } } }`;

  it.each(ASKED)("is read when nothing else is asked for, however it is executed: $asked", async ({ asked }) => {
    const whole = `query ($id: ID!) { oauthApplication(id: $id) { ${asked} rotation { reason } } }`;
    const { rotation, ...shown } = (await owner.ok(whole, { id })).oauthApplication;
    for (let time = 0; time < TIMES; time++) {
      expect((await owner.ok(listOf(asked))).oauthApplications.nodes).toEqual([
        asked.startsWith("rotation ") ? { rotation: expect.objectContaining(rotation) } : shown,
      ]);
    }
  });

  it.each(OF_WHOLE)("is refused where it is not said, rather than taken for nothing: $asked", async (one) => {
    const { field, name, asked } = one;
    const { extensions } = field;
    field.extensions = { ...extensions, reads: [], readsWholeSecrets: false };
    if (name === "rotation") field.extensions = { ...field.extensions, reads: extensions.reads };
    try {
      for (let time = 0; time < TIMES; time++) {
        const { errors } = await owner.send(listOf(asked, "Mutant"));
        expect(errors.map((error) => error.extensions.code)).toContain("INTERNAL_SERVER_ERROR");
      }
    } finally {
      field.extensions = extensions;
    }
    expect(gateway.log()).toMatch(/ClientSecret\.\w+ was not read\./);
  });
});

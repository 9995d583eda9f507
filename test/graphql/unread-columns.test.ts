import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from "graphql";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { RowOf } from "../../src/graphql/row.js";
import { createSchema } from "../../src/graphql/schema.js";
import { Reads } from "../../src/graphql/selected-properties.js";
import type { OAuthApplication } from "../../src/model/oauth-application.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";

/** The first is interpreted, the others compiled. */
const TIMES = 3;

/** One property that a field of a row is made of. */
interface Reading {
  type: string;
  field: string;
  property: string;
}

const typeIn = (schema: GraphQLSchema, name: string) => schema.getType(name) as GraphQLObjectType;

/** What a field says it reads; one without a resolver of its own reads the property of its name. */
function readsOf({ name, resolve, extensions }: GraphQLField<unknown, unknown>): readonly string[] {
  return (extensions.reads as string[] | undefined) ?? (resolve ? [] : [name]);
}

/** Every field that says what it reads, on whatever type, and all fields of what is listed in part. */
function readings(schema: GraphQLSchema): Reading[] {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const fieldsOf = (type: GraphQLObjectType) => Object.values(type.getFields());
  return types
    .filter((type) => fieldsOf(type).some(({ extensions }) => extensions.reads))
    .flatMap((type) =>
      fieldsOf(type).flatMap((field) =>
        readsOf(field).map((property) => ({ type: type.name, field: field.name, property })),
      ),
    );
}

/** Asks for nothing but one field of the type's list, with all of its leaves. */
function listOf(schema: GraphQLSchema, { type, field }: Reading, title: string): string {
  const ofType = typeIn(schema, type).getFields()[field] as GraphQLField<unknown, unknown>;
  expect(ofType.args.some(isRequiredArgument)).toBe(false);
  const named = getNamedType(ofType.type);
  const leaves = isObjectType(named)
    ? Object.values(named.getFields()).filter((inner) => isLeafType(getNamedType(inner.type)))
    : [];
  const list = Object.values(schema.getQueryType()?.getFields() ?? {}).find(
    (query) => getNamedType(query.type).name === `${type}Connection`,
  );
  const selection = leaves.length > 0 ? `${field} { ${leaves.map(({ name }) => name).join(" ")} }` : field;
  return `query ${title} { ${list?.name} { nodes { ${selection} } } }`;
}

/** Nothing but null in it. */
function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === "object" && Object.values(value).every(isEmpty));
}

it("does not compile where a resolver looks at what it does not say", () => {
  class Forgetful {
    // @ts-expect-error
    @Reads()
    one({ row }: RowOf<OAuthApplication, "secretQuietSeconds">) {
      return row.secretQuietSeconds;
    }

    // @ts-expect-error
    @Reads("createdByKind")
    two({ row }: RowOf<OAuthApplication, "createdByKind" | "createdById">) {
      return row.createdById;
    }

    @Reads("createdByKind", "createdById")
    three({ row }: RowOf<OAuthApplication, "createdByKind">) {
      // @ts-expect-error
      return row.createdById;
    }
  }
  expect(new Forgetful()).toBeDefined();
});

/** That of the gateway, too: those of one process share it. */
const schema = await createSchema();

/** The id is always read, and the time of creation is part of it. */
const READINGS = readings(schema).filter(({ property }) => property !== "id" && property !== "createdAt");

describe.each(DATABASE_KINDS)("what a field reads and does not say, on %s,", (kind) => {
  let gateway: TestGateway;
  let owner: GraphqlClient;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    ({ owner } = await gateway.organization());
    const { id, clientId, clientSecret } = await owner.createApplication({ description: "Used." });
    const { data } = await owner.rotate(id, { previousSecret: "KEEP" });
    for (const secret of [clientSecret, data.rotateSecret.clientSecret]) {
      expect(await owner.verify(clientId, secret)).toMatchObject({ active: true });
    }
    const rotation = () => owner.ok("{ oauthApplications { nodes { rotation { safeToComplete reason } } } }");
    const inUse = { nodes: [{ rotation: { safeToComplete: false, reason: "PREVIOUS_IN_USE" } }] };
    // In a hook expect.poll is not to be had.
    await vi.waitFor(async () => expect(await rotation()).toEqual({ oauthApplications: inUse }), { timeout: 120_000 });
  });
  afterAll(() => gateway.stop());

  it.each(READINGS)(
    "is refused, however it is executed: $property, of which $field of $type is made",
    async (reading) => {
      const field = typeIn(schema, reading.type).getFields()[reading.field] as GraphQLField<unknown, unknown>;
      const { extensions } = field;
      const query = (title: string) => listOf(schema, reading, `${title}_${reading.property}`);
      await owner.ok(query("Whole"));
      field.extensions = { ...extensions, reads: readsOf(field).filter((property) => property !== reading.property) };
      try {
        for (let time = 0; time < TIMES; time++) {
          const { data, errors } = await owner.send(query("Mutant"));
          expect([isEmpty(data), errors.map((error) => error.extensions.code)], JSON.stringify(data)).toEqual([
            true,
            ["INTERNAL_SERVER_ERROR"],
          ]);
        }
      } finally {
        field.extensions = extensions;
      }
      expect(gateway.log()).toContain(`${reading.type}.${reading.property} was not read.`);
    },
  );
});

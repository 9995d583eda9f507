import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Change, CriticalityLevel, diff } from "@graphql-inspector/core";
import {
  buildClientSchema,
  buildSchema,
  type GraphQLSchema,
  getIntrospectionQuery,
  introspectionFromSchema,
  parse,
  print,
  visit,
} from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

const SCHEMA = join(import.meta.dirname, "..", "..", "schema.graphql");

/** All that introspection can tell: what the directives of fields say is in their descriptions. */
const INTROSPECTION = {
  descriptions: true,
  schemaDescription: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
};

/** Changes that would break somebody, each made to the text of the schema. */
const BREAKING: [name: string, from: string, to: string, kind: string][] = [
  ["a field that is gone", "  clientId: String!\n", "", "FIELD_REMOVED"],
  ["a field of another type", "  name: String!\n", "  name: Int!\n", "FIELD_TYPE_CHANGED"],
  ["a field that may be null", "  useCount: Int!\n", "  useCount: Int\n", "FIELD_TYPE_CHANGED"],
  ["an argument that is gone", "members(first: Int, ", "members(", "FIELD_ARGUMENT_REMOVED"],
  ["an input field that must be given", "  subject: String\n", "  subject: String!\n", "INPUT_FIELD_TYPE_CHANGED"],
  ["an enum value that is gone", "  KEEP\n", "", "ENUM_VALUE_REMOVED"],
  ["a type that is no node any more", "type Member implements Node", "type Member", "OBJECT_TYPE_INTERFACE_REMOVED"],
];

function withoutDescriptions(text: string): string {
  return print(visit(parse(text), { enter: (_node, key) => (key === "description" ? null : undefined) }));
}

describe("the schema of a running gateway", () => {
  let gateway: TestGateway;
  let text: string;
  let live: GraphQLSchema;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
    const { viewer } = await gateway.organization();
    live = buildClientSchema(await viewer.ok(getIntrospectionQuery(INTROSPECTION)));
    text = await readFile(SCHEMA, "utf8");
  });
  afterAll(() => gateway.stop());

  /** What somebody would notice who knows the schema by the text and meets the running gateway. */
  const changesSince = (published: string): Promise<Change[]> =>
    diff(buildClientSchema(introspectionFromSchema(buildSchema(published), INTROSPECTION)), live);

  it("is schema.graphql", async () => {
    expect((await changesSince(text)).map(({ type, path }) => `${type} ${path}`)).toEqual([]);
  });

  it("is told from one with another description", async () => {
    const changes = await changesSince(text.replace("Whether a rotation is open", "Whether one is open"));
    expect(changes).toMatchObject([
      { type: "FIELD_DESCRIPTION_CHANGED", criticality: { level: CriticalityLevel.NonBreaking } },
    ]);
  });

  it.each(BREAKING)("would break clients with %s", async (_name, from, to, kind) => {
    const bare = withoutDescriptions(text);
    expect(bare).toContain(from);
    const changes = await diff(live, buildSchema(bare.replace(from, to)));
    const breaking = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
    expect(breaking.map(({ type }) => type)).toEqual([kind]);
  });
});

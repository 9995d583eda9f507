import { buildSchema, execute, type GraphQLSchema, parse } from "graphql";
import { describe, expect, it, vi } from "vitest";
import { enforcePermissions } from "../../src/graphql/field-authorization.js";
import { DomainError } from "../../src/model/domain-error.js";
import { Permission } from "../../src/model/permission.js";

const { APPLICATION_READ, AUDIT_READ, SECRET_READ } = Permission;

function guarded(sdl: string): GraphQLSchema {
  // The directive's definition is added by enforcePermissions.
  return enforcePermissions(
    buildSchema(`enum Permission { ${Object.values(Permission).join(" ")} } ${sdl}`, { assumeValidSDL: true }),
  );
}

async function ask(schema: GraphQLSchema, query: string, rootValue: object, held: Permission[] | null) {
  const actor = held && { permissions: new Set(held) };
  const contextValue = { actor, refusals: 0 };
  const { data, errors = [] } = await execute({ schema, document: parse(query), rootValue, contextValue });
  return { data: JSON.parse(JSON.stringify(data)), errors };
}

const codes = ({ errors }: Awaited<ReturnType<typeof ask>>) =>
  errors.map(({ extensions, path }) => `${extensions.code} ${path?.join(".")}`);

describe("the guard of a field", () => {
  const schema = guarded("type Query { open: String guarded: String @requires(permission: SECRET_READ) }");

  it("stands before its resolver, which is not called for who is refused", async () => {
    const resolver = vi.fn(() => "value");
    const root = { open: "open", guarded: resolver };
    const refused = await ask(schema, "{ open guarded }", root, [AUDIT_READ]);
    expect([refused.data, codes(refused)]).toEqual([{ open: "open", guarded: null }, ["FORBIDDEN guarded"]]);
    expect(resolver).not.toHaveBeenCalled();
    const granted = await ask(schema, "{ open guarded }", root, [SECRET_READ]);
    expect([granted.data, codes(granted)]).toEqual([{ open: "open", guarded: "value" }, []]);
    expect(resolver).toHaveBeenCalledOnce();
  });

  it("names the field and the permission", async () => {
    const { errors } = await ask(schema, "{ guarded }", {}, []);
    expect(errors.map(({ message }) => message)).toEqual(["Query.guarded needs the permission SECRET_READ."]);
  });

  it("refuses who is nobody as unauthenticated", async () => {
    const { data, errors } = await ask(schema, "{ guarded }", { guarded: "value" }, null);
    expect(data).toEqual({ guarded: null });
    const [error] = errors;
    expect(error?.originalError).toBeInstanceOf(DomainError);
    expect(error?.originalError).toMatchObject({ code: "unauthenticated" });
  });

  it("is refused where a null would take its siblings with it", () => {
    expect(() => guarded("type Query { guarded: String! @requires(permission: SECRET_READ) }")).toThrow(
      "Query.guarded is guarded and must be nullable",
    );
    expect(() =>
      guarded("type Query { hidden: Hidden! } type Hidden @requires(permission: SECRET_READ) { id: ID }"),
    ).toThrow("Query.hidden is guarded and must be nullable");
  });
});

describe("the guard of a type", () => {
  const schema = guarded(`
    interface Node { id: ID! }
    type Hidden implements Node @requires(permission: AUDIT_READ) { id: ID! note: String }
    type Box { label: String hidden: Hidden list: [Hidden!] own: Hidden @requires(permission: APPLICATION_READ) }
    type Open implements Node { id: ID! }
    type Query { node: Node nodes: [Node!] hidden: Hidden box: Box }
  `);
  const hidden = { __typename: "Hidden", id: "1", note: "note" };
  const box = { label: "label", hidden, list: [hidden, hidden], own: hidden };
  const root = { node: hidden, nodes: [hidden, { __typename: "Open", id: "2" }], hidden, box };

  it("holds at every field that returns it", async () => {
    const refused = await ask(schema, "{ hidden { note } box { label hidden { id } list { id } } }", root, []);
    expect(refused.data).toEqual({ hidden: null, box: { label: "label", hidden: null, list: null } });
    expect(codes(refused)).toEqual(["FORBIDDEN hidden", "FORBIDDEN box.hidden", "FORBIDDEN box.list"]);
  });

  it("holds behind an interface, where no field names the type", async () => {
    const refused = await ask(schema, "{ node { ... on Hidden { note } } }", root, []);
    expect([refused.data, codes(refused)]).toEqual([{ node: null }, ["FORBIDDEN node"]]);
    const listed = await ask(schema, "{ nodes { id } }", root, []);
    expect([listed.data, codes(listed)]).toEqual([{ nodes: null }, ["FORBIDDEN nodes"]]);
    const granted = await ask(schema, "{ node { id } nodes { ... on Hidden { note } } }", root, [AUDIT_READ]);
    expect([granted.data, codes(granted)]).toEqual([{ node: { id: "1" }, nodes: [{ note: "note" }, {}] }, []]);
  });

  it("is added to the field's own", async () => {
    for (const held of [[APPLICATION_READ], [AUDIT_READ], []]) {
      const refused = await ask(schema, "{ box { label own { id } } }", root, held);
      expect([refused.data, codes(refused)]).toEqual([{ box: { label: "label", own: null } }, ["FORBIDDEN box.own"]]);
    }
    const granted = await ask(schema, "{ box { own { id note } } }", root, [APPLICATION_READ, AUDIT_READ]);
    expect([granted.data, codes(granted)]).toEqual([{ box: { own: { id: "1", note: "note" } } }, []]);
  });
});

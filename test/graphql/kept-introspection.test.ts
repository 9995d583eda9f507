import "reflect-metadata";
import { type DocumentNode, type GraphQLSchema, getOperationAST, type OperationDefinitionNode, parse } from "graphql";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type IntrospectionExecutor, introspectionExecutor } from "../../src/graphql/kept-introspection.js";
import { createSchema } from "../../src/graphql/schema.js";

const QUESTION = "{ __schema { mutationType { name } } }";

describe("the answer to an introspection", () => {
  let schema: GraphQLSchema;
  let introspect: IntrospectionExecutor;
  /** How often it was resolved. */
  const resolved = () => vi.mocked(schema.getMutationType).mock.calls.length;

  beforeEach(async () => {
    schema = await createSchema();
    vi.spyOn(schema, "getMutationType");
    introspect = introspectionExecutor(schema);
  });
  // Every gateway of the process has this schema.
  afterEach(() => void vi.mocked(schema.getMutationType).mockRestore());

  const ask = (text: string, variables: Record<string, unknown> = {}, organizationId = "org_a") => {
    const document: DocumentNode = parse(text);
    const operation = getOperationAST(document) as OperationDefinitionNode;
    const context = { actor: { organizationId, origin: {} } } as never;
    return introspect({ document, operation, operationName: null, queryHash: text, variables, context });
  };

  it("is resolved once and kept for everybody", async () => {
    const [first, second] = [await ask(QUESTION), await ask(QUESTION, {}, "org_b")];
    expect(first).toEqual({ data: { __schema: { mutationType: { name: "Mutation" } } } });
    expect(second).toBe(first);
    expect(resolved()).toBe(1);
  });

  it("is resolved once for many who ask at the same time", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => ask(QUESTION, {}, `org_${index}`)));
    expect(new Set(answers).size).toBe(1);
    expect(resolved()).toBe(1);
  });

  it("is another one for other variables, and the same whatever is beside them", async () => {
    const query =
      "query ($all: Boolean = false) { __schema { mutationType { name fields(includeDeprecated: $all) { name } } } }";
    await ask(query, { all: true });
    await ask(query, { all: true, unused: 1 });
    expect(resolved()).toBe(1);
    await ask(query);
    await ask(query, { all: false });
    expect(resolved()).toBe(2);
  });

  it("is kept for a bounded number of questions, those that are asked again", async () => {
    await ask(QUESTION);
    for (let index = 0; index < 30; index++) {
      await ask(`{ a${index}: __schema { mutationType { name } } }`);
      await ask(QUESTION);
    }
    expect(resolved()).toBe(31);
    await ask("{ a0: __schema { mutationType { name } } }");
    expect(resolved()).toBe(32);
  });

  it("is resolved for one after the other, and others are served in between", async () => {
    const order: string[] = [];
    const asking = [0, 1, 2].map((index) =>
      Promise.resolve(ask(`{ a${index}: __schema { mutationType { name } } }`)).then(() =>
        order.push(`schema ${index}`),
      ),
    );
    setImmediate(() => order.push("another request"));
    // As on a busy machine: the pause is over before the loop goes on.
    queueMicrotask(() => queueMicrotask(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)));
    await Promise.all(asking);
    expect(order).toEqual(["schema 0", "another request", "schema 1", "schema 2"]);
  });

  it.each(["{ viewer { role } }", "{ __typename }", "{ __schema { types { name } } viewer { role } }"])(
    "is not what %s gets",
    (text) => {
      expect(ask(text)).toBeUndefined();
    },
  );
});

import { buildSchema, execute, type GraphQLSchema, parse } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enforcePermissions } from "../../src/graphql/field-authorization.js";
import { Permission } from "../../src/model/permission.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";

const ROWS = Array.from({ length: 5000 }, (_, index) => ({ id: `row-${index}`, hint: `hint-${index}`, name: "Row" }));
const RUNS = 9;
/** Of the processor's time, which other processes do not lengthen. */
const ALLOWED_MS = 50;

function guardedSchema(): GraphQLSchema {
  const sdl = `
    enum Permission { ${Object.values(Permission).join(" ")} }
    type Row { id: ID! name: String! hint: String @requires(permission: SECRET_READ) }
    type Query { rows: [Row!]! }
  `;
  // The directive's definition is added by enforcePermissions.
  return enforcePermissions(buildSchema(sdl, { assumeValidSDL: true }));
}

describe("refusing a field of 5000 rows", () => {
  const schema = guardedSchema();
  const document = parse("{ rows { id name hint } }");

  async function ask(permissions: Permission[]) {
    const contextValue = { actor: { permissions: new Set(permissions) }, refusals: 0 };
    const started = process.cpuUsage();
    const { data, errors = [] } = await execute({ schema, document, rootValue: { rows: ROWS }, contextValue });
    const { user, system } = process.cpuUsage(started);
    return { rows: data?.rows as (typeof ROWS)[], errors, milliseconds: (user + system) / 1000 };
  }

  async function medianOf(permissions: Permission[]): Promise<number> {
    const runs: number[] = [];
    for (let run = 0; run < RUNS; run++) runs.push((await ask(permissions)).milliseconds);
    return runs.sort((one, other) => one - other)[Math.floor(RUNS / 2)] ?? Number.NaN;
  }

  it("costs at most 50 ms more than answering it", async () => {
    await medianOf([]);
    const [granted, refused] = [await medianOf([Permission.SECRET_READ]), await medianOf([])];
    expect(refused - granted).toBeLessThan(ALLOWED_MS);
  });

  it("answers every row with null and no more errors than are shown", async () => {
    const { rows, errors } = await ask([]);
    expect(rows).toEqual(ROWS.map(({ id, name }) => ({ id, name, hint: null })));
    expect(errors).toHaveLength(100);
    expect(errors[99]?.path).toEqual(["rows", 99, "hint"]);
    expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(["FORBIDDEN"]));
  });

  it("answers every row with its value to who holds the permission", async () => {
    const { rows, errors } = await ask([Permission.SECRET_READ]);
    expect([rows, errors]).toEqual([ROWS, []]);
  });

  it("keeps Error's stacks for everything that is not a refusal", async () => {
    await ask([]);
    expect(new Error("not a refusal").stack).toContain("field-authorization-cost.test.ts");
  });
});

describe.each(DATABASE_KINDS)("an answer on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  it("has at most 100 errors, however many fields are refused", async () => {
    await Promise.all(Array.from({ length: 40 }, () => organization.developer.createApplication()));
    const { data, errors } = await organization.viewer.send(
      "{ oauthApplications(first: 100) { nodes { id clientSecretHint hasRotatedSecret secrets { id } } } }",
    );
    expect(errors).toHaveLength(100);
    expect(data.oauthApplications.nodes).toHaveLength(40);
    for (const node of data.oauthApplications.nodes) {
      expect(node).toEqual({ id: node.id, clientSecretHint: null, hasRotatedSecret: null, secrets: null });
    }
  });

  it("has at most 100 errors, however many fields do not exist", async () => {
    const fields = Array.from({ length: 300 }, (_, index) => `field${index}`).join(" ");
    const { data, errors } = await organization.viewer.send(`{ viewer { ${fields} } }`);
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(100);
  });
});

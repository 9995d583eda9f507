// Too long for a quick run.
import {
  buildSchema,
  extendSchema,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  parse,
} from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Permission, Role } from "../../src/model/permission.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { compiledExecutions } from "../support/gateway/compiled-executions.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { issueApiToken } from "../support/organization/api-tokens.js";
import { inputTypeOf, MUTATION_INPUTS } from "../support/organization/mutation-inputs.js";
import { compare, DECISIONS, HELD, neededFor, OF_MEMBERS_ONLY } from "../support/schema/field-decisions.js";
import {
  documentOf,
  expectAsDecided,
  fetchSchema,
  portionsOf,
  STYLES,
  type Step,
  type Style,
  waysThrough,
} from "../support/schema/schema-walk.js";

const compiled = compiledExecutions();

const ROLES = Object.values(Role);

/** The same, with a condition on a fragment, which is never compiled. */
const interpreted = (document: string) => document.replace("{", "{ ... @include(if: true) { __typename }");

describe.each(DATABASE_KINDS)("what each role sees of the schema on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let stranger: GraphqlClient;
  let schema: GraphQLSchema;
  /** One identifier of each type in the organization. */
  let ids: Record<string, string>;
  /** Events about what is no application, by the field that leads there. */
  let eventsAbout: Record<string, string>;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    organization = await gateway.organization();
    stranger = (await gateway.organization()).owner;
    schema = await fetchSchema(organization.owner);
    const application = await organization.owner.createApplication({ grantTypes: ["CLIENT_CREDENTIALS"] });
    await organization.developer.rotate(application.id);
    await organization.owner.ok(
      "mutation ($id: ID!) { addMember(input: { oauthApplicationId: $id, role: VIEWER }) { member { id } } }",
      { id: application.id },
    );
    await issueApiToken(organization.owner);
    const { oauthApplication, apiTokens, members, auditEvents, issued, added } = await organization.owner.ok(
      `query ($id: ID!) {
        oauthApplication(id: $id) { secrets { id } }
        apiTokens(first: 1) { nodes { id } }
        members { nodes { id } }
        auditEvents(first: 1, filter: {targetId: $id}) { nodes { id } }
        issued: auditEvents(first: 1, filter: {action: "api_token.created"}) { nodes { id } }
        added: auditEvents(first: 1, filter: {action: "member.added"}) { nodes { id } }
      }`,
      { id: application.id },
    );
    // Each secret was used from somewhere, and refused.
    for (const refused of [false, true]) {
      await gateway.database.query(
        `INSERT INTO secret_uses (client_secret_id, refused, evidence, address, client_software, count, first_at, last_at)
         SELECT id, ${refused}, 'SEEN', '192.0.2.1', 'x', 1, ${gateway.now()}, ${gateway.now()} FROM client_secrets`,
      );
    }
    ids = {
      Organization: organization.id,
      OAuthApplication: application.id,
      ClientSecret: oauthApplication.secrets[0].id,
      ApiToken: apiTokens.nodes[0].id,
      Member: members.nodes[0].id,
      AuditEvent: auditEvents.nodes[0].id,
    };
    eventsAbout = { apiToken: issued.nodes[0].id, member: added.nodes[0].id };
  });
  afterAll(() => gateway.stop());

  const clientOf = (role: Role) => organization[role.toLowerCase() as Lowercase<Role>];

  function argumentsOf({ parent, field, reached }: Step, way: Step[]): string {
    const about = way.find((step) => step.parent === "AuditEvent" && eventsAbout[step.field]);
    if (parent === "Query" && about && reached === "AuditEvent") return `(id: "${eventsAbout[about.field]}")`;
    if (parent === "Mutation") return "(input: $input)";
    if (reached.endsWith("Connection")) return "(first: 2)";
    return parent === "Query" && ids[reached] && field !== "organization" ? `(id: "${ids[reached]}")` : "";
  }

  function documentFor(way: Step[], fields: string[], style: Style = "directly"): string {
    return documentOf(schema, way, fields, style, (step) => argumentsOf(step, way));
  }

  it("was decided for every field, and the table has no row without a field", () => {
    expect(compare(schema, DECISIONS)).toEqual({ undecided: [], gone: [] });
  });

  it("says of every guarded field, or of its type, which permission it needs", () => {
    for (const [typeName, fields] of Object.entries(DECISIONS)) {
      const type = schema.getType(typeName);
      if (!isObjectType(type)) throw new Error(`${typeName} is no object type`);
      for (const [field, decision] of Object.entries(fields)) {
        const { description, type: returned } = type.getFields()[field] as GraphQLField<unknown, unknown>;
        const told = [description, type.description, getNamedType(returned).description].join("\n");
        const named = [...told.matchAll(/^Requires the permission (\w+)[.;]/gm)].map(([, permission]) => permission);
        if (typeof decision === "string") expect(named, `${typeName}.${field}`).toContain(decision);
        else expect(named, `${typeName}.${field}`).toEqual([]);
      }
    }
  });

  it("leads to every type that the table speaks of", () => {
    const ways = [...waysThrough(schema, "Query"), ...waysThrough(schema, "Mutation")];
    const reached = new Set(["Query", "Mutation", ...ways.flat().map((step) => step.reached)]);
    expect([...reached].sort()).toEqual(Object.keys(DECISIONS).sort());
  });

  // How a field is selected has nothing to do with the database: one way is enough on the second.
  describe.each(kind === "sqlite" ? STYLES : STYLES.slice(0, 1))("asked %s", (style) => {
    /** Every way with each portion of what it leads to. */
    let asked: { way: Step[]; fields: string[]; document: string }[];

    beforeAll(async () => {
      asked = waysThrough(schema, "Query").flatMap((way) =>
        portionsOf(schema, way.at(-1)?.reached as string).map((fields) => ({
          way,
          fields,
          document: documentFor(way, fields, style),
        })),
      );
      // A document is compiled when it comes again.
      for (const { document } of asked) await stranger.send(document);
    });

    it.each(ROLES)("is what the table grants %s, interpreted and compiled", async (role) => {
      const client = clientOf(role);
      const before = compiled.count;
      for (const { way, fields, document } of asked) {
        const isOpen = way.every((step) => {
          const needed = neededFor(step.parent, step.field, step.reached);
          return needed === undefined || HELD[role].includes(needed);
        });
        const isEmpty = way.some(({ parent, field }) => OF_MEMBERS_ONLY.includes(`${parent}.${field}`));
        for (const sent of [interpreted(document), document]) {
          const answer = await client.send(sent);
          const count = expectAsDecided(answer, way, fields, style, HELD[role]);
          expect(count > 0, `${role} reaches ${way.map(({ field }) => field).join(".")}`).toBe(isOpen && !isEmpty);
        }
      }
      expect(compiled.count - before).toBe(asked.length);
    });
  });

  it.each(ROLES)("is what the table grants %s, in the answers of mutations", async (role) => {
    const client = clientOf(role);
    const before = compiled.count;
    for (const way of waysThrough(schema, "Mutation").filter(([first]) => first?.parent === "Mutation")) {
      const mutation = way[0]?.field as string;
      const fields = portionsOf(schema, way.at(-1)?.reached as string).flat();
      const document = documentFor(way, fields);
      const input = await MUTATION_INPUTS[mutation]?.(organization);
      const answer = await client.send(`mutation ($input: ${inputTypeOf(mutation)}!) ${document}`, { input });
      expectAsDecided(answer, way, fields, "directly", HELD[role]);
    }
    // Of what is never compiled one execution is enough.
    expect(compiled.count).toBe(before);
  });

  it("is nothing of another organization's, for its owner", async () => {
    const own = [...Object.values(ids), organization.slug];
    for (const way of waysThrough(schema, "Query")) {
      for (const fields of portionsOf(schema, way.at(-1)?.reached as string)) {
        const { text, errors } = await stranger.send(documentFor(way, fields));
        expect(errors).toEqual([]);
        for (const value of own) expect(text).not.toContain(value);
        if (way[0]?.field === "node" || way[0]?.field === "oauthApplication") {
          expect(text).toBe(`{"data":{"${way[0].field}":null}}\n`);
        }
      }
    }
  });

  it("is nothing for someone without a token", async () => {
    for (const way of waysThrough(schema, "Query")) {
      const [fields = []] = portionsOf(schema, way.at(-1)?.reached as string);
      const answer = await gateway.anonymous.send(documentFor(way, fields));
      expect([answer.status, answer.data]).toEqual([401, undefined]);
      expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(["UNAUTHENTICATED"]);
    }
  });

  it("is nothing for someone without a token where introspection is open", async () => {
    const open = await startTestGateway(kind, { database: gateway.database, env: { INTROSPECTION: "open" } });
    try {
      const anonymous = new GraphqlClient(open.url, null);
      expect(compare(await fetchSchema(anonymous), DECISIONS)).toEqual({ undecided: [], gone: [] });
      for (const way of waysThrough(schema, "Query")) {
        const [fields = []] = portionsOf(schema, way.at(-1)?.reached as string);
        const { data, errors } = await anonymous.send(documentFor(way, fields));
        const root = way[0]?.field ?? "";
        expect(data).toEqual({ [root]: null });
        expect(errors.map(({ extensions, path }) => [extensions.code, path])).toEqual([["UNAUTHENTICATED", [root]]]);
      }
    } finally {
      await open.stop();
    }
  });
});

describe("the table of decisions", () => {
  const schema = buildSchema("type Query { name: String } type Thing { id: ID }");
  const decisions = { Query: { name: { open: "a name" } }, Thing: { id: Permission.AUDIT_READ } };

  it("is complete when every field has a row", () => {
    expect(compare(schema, decisions)).toEqual({ undecided: [], gone: [] });
  });

  it("misses a field that nobody decided on", () => {
    const extended = extendSchema(schema, parse("extend type Thing { digest: String } type Other { id: ID }"));
    expect(compare(extended, decisions).undecided).toEqual(["Thing.digest", "Other.id"]);
  });

  it("misses the field of a row that no longer has one", () => {
    expect(compare(buildSchema("type Query { name: String }"), decisions).gone).toEqual(["Thing.id"]);
  });
});

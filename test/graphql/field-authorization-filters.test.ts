import { type GraphQLSchema, isEnumType, isInputObjectType } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Permission, Role } from "../../src/model/permission.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { HELD } from "../support/schema/field-decisions.js";
import { fetchSchema } from "../support/schema/schema-walk.js";

const { APPLICATION_READ, SECRET_READ, AUDIT_READ } = Permission;
const MOMENT = "2099-01-01T00:00:00Z";

/** What a condition tells about its field: it needs the permission that reading the field needs. */
const FILTERS = {
  OAuthApplicationFilter: {
    query: [APPLICATION_READ, "test"],
    public: [APPLICATION_READ, false],
    enabled: [APPLICATION_READ, true],
    grantType: [APPLICATION_READ, "AUTHORIZATION_CODE"],
    createdByViewer: [APPLICATION_READ, true],
    hasRotatedSecret: [SECRET_READ, false],
    secretCreatedBefore: [SECRET_READ, MOMENT],
    rotationEndsBefore: [SECRET_READ, MOMENT],
  },
  AuditEventFilter: {
    action: [AUDIT_READ, "organization.created"],
    targetId: [AUDIT_READ, "app_0000000000000000000000"],
    actorId: [AUDIT_READ, "cli"],
    actorSecretId: [AUDIT_READ, "sec_0000000000000000000000"],
    since: [AUDIT_READ, "2020-01-01T00:00:00Z"],
    until: [AUDIT_READ, MOMENT],
  },
} as const;

/** Orders tell about their field as well; all of these are open to whoever may read applications. */
const ORDERS = ["CREATED_AT", "UPDATED_AT", "NAME"];

const FIELD = { OAuthApplicationFilter: "oauthApplications", AuditEventFilter: "auditEvents" } as const;

describe.each(DATABASE_KINDS)("conditions and orders on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let schema: GraphQLSchema;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    organization = await gateway.organization();
    await organization.developer.createApplication();
    schema = await fetchSchema(organization.owner);
  });
  afterAll(() => gateway.stop());

  it("were decided one by one", () => {
    const filters = Object.values(schema.getTypeMap()).filter(
      (type) => isInputObjectType(type) && type.name.endsWith("Filter"),
    );
    const fields = filters.map((type) => [type.name, isInputObjectType(type) ? Object.keys(type.getFields()) : []]);
    expect(Object.fromEntries(fields)).toEqual({
      OAuthApplicationFilter: Object.keys(FILTERS.OAuthApplicationFilter),
      AuditEventFilter: Object.keys(FILTERS.AuditEventFilter),
    });
    const order = schema.getType("OAuthApplicationOrderField");
    expect(isEnumType(order) && order.getValues().map(({ name }) => name)).toEqual(ORDERS);
  });

  for (const [type, conditions] of Object.entries(FILTERS)) {
    const field = FIELD[type as keyof typeof FIELD];

    it.each(Object.values(Role))(`of ${field} need the permission of what they tell about, for %s`, async (role) => {
      const client = organization[role.toLowerCase() as Lowercase<Role>];
      for (const [name, [needed, value]] of Object.entries(conditions)) {
        const document = `query ($filter: ${type}) { organization { id } ${field}(filter: $filter) { totalCount } }`;
        const { data, errors } = await client.send(document, { filter: { [name]: value } });
        expect(data.organization).toEqual({ id: organization.id });
        if (HELD[role].includes(needed)) {
          expect([name, errors, data[field]]).toEqual([name, [], { totalCount: expect.any(Number) }]);
        } else {
          expect([name, data[field]]).toEqual([name, null]);
          expect(errors.map(({ extensions, path }) => [extensions.code, path])).toEqual([["FORBIDDEN", [field]]]);
        }
      }
    });
  }

  it("without a condition on secrets need no permission for secrets", async () => {
    const { oauthApplications } = await organization.viewer.ok(
      `{ oauthApplications(filter: { public: false, hasRotatedSecret: null, secretCreatedBefore: null }) { totalCount } }`,
    );
    expect(oauthApplications.totalCount).toBe(1);
  });

  it.each(ORDERS)("by %s are open to whoever may read applications", async (order) => {
    const { oauthApplications } = await organization.viewer.ok(
      `{ oauthApplications(orderBy: { field: ${order}, direction: ASC }) { totalCount nodes { name } } }`,
    );
    expect(oauthApplications).toEqual({ totalCount: 1, nodes: [{ name: "Test application" }] });
  });
});

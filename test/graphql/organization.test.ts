import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Permission, Role } from "../../src/model/permission.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import type { Answer, GraphqlClient } from "../support/gateway/graphql-client.js";
import { refusalOf } from "../support/organization/oauth-applications.js";

const VIEWER_PERMISSIONS = ["APPLICATION_READ"];
const DEVELOPER_PERMISSIONS = [...VIEWER_PERMISSIONS, "SECRET_READ", "APPLICATION_WRITE", "SECRET_ROTATE"];
const ADMIN_PERMISSIONS = [
  ...DEVELOPER_PERMISSIONS,
  ...["APPLICATION_DELETE", "SECRET_VERIFY", "AUDIT_READ", "MEMBER_READ", "TOKEN_WRITE", "MEMBER_WRITE"],
];
const PERMISSIONS = {
  viewer: VIEWER_PERMISSIONS,
  developer: DEVELOPER_PERMISSIONS,
  admin: ADMIN_PERMISSIONS,
  owner: [...ADMIN_PERMISSIONS, "ORGANIZATION_WRITE"],
};

const ORGANIZATION = "id slug name allowHttpRedirectUris createdAt";

describe.each(DATABASE_KINDS)("who is asking and where on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  const update = (client: GraphqlClient, input: object): Promise<Answer> =>
    client.send(
      `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { organization { ${ORGANIZATION} } } }`,
      { input },
    );
  const read = async (client: GraphqlClient) => (await client.ok(`{ organization { ${ORGANIZATION} } }`)).organization;

  it.each(Object.entries(PERMISSIONS))(
    "tells a %s its role, its permissions and its organization",
    async (role, permissions) => {
      const organization = await gateway.organization();
      const client = organization[role as keyof typeof PERMISSIONS];
      const { viewer } = await client.ok(
        "{ viewer { actor { id kind name } role permissions organization { id slug } } }",
      );
      expect(viewer).toEqual({
        actor: {
          id: expect.stringMatching(/^tok_[0-9A-Za-z]{22}$/),
          kind: "API_TOKEN",
          name: `${organization.slug} ${role.toUpperCase()}`,
        },
        role: role.toUpperCase(),
        permissions: expect.toSatisfy((listed: string[]) => listed.toSorted().join() === permissions.toSorted().join()),
        organization: { id: organization.id, slug: organization.slug },
      });
    },
  );

  it("tells a token with fewer permissions which ones it has", async () => {
    const organization = await gateway.organization();
    const client = await organization.client(Role.OWNER, [Permission.AUDIT_READ, Permission.APPLICATION_READ]);
    const { viewer } = await client.ok("{ viewer { role permissions } }");
    expect(viewer.role).toBe("OWNER");
    expect(viewer.permissions.toSorted()).toEqual(["APPLICATION_READ", "AUDIT_READ"]);
    const none = await organization.client(Role.VIEWER, []);
    expect(await none.ok("{ viewer { permissions } organization { id } }")).toEqual({
      viewer: { permissions: [] },
      organization: { id: organization.id },
    });
  });

  it("shows every role its organization, with plain http switched off", async () => {
    const organization = await gateway.organization();
    for (const role of ["viewer", "developer", "admin", "owner"] as const) {
      expect(await read(organization[role])).toEqual({
        id: expect.stringMatching(/^org_[0-9A-Za-z]{22}$/),
        slug: organization.slug,
        name: organization.slug,
        allowHttpRedirectUris: false,
        createdAt: expect.any(String),
      });
    }
  });

  it("changes what is given and leaves the rest, another organization's too", async () => {
    const { owner, viewer } = await gateway.organization();
    const other = await gateway.organization();
    const [before, others] = [await read(owner), await read(other.owner)];
    const renamed = { ...before, name: "Ünïcode 🚀 & Co." };
    expect((await update(owner, { name: renamed.name })).data).toEqual({
      updateOrganization: { organization: renamed },
    });
    expect(await read(viewer)).toEqual(renamed);
    await update(owner, { allowHttpRedirectUris: true });
    expect(await read(viewer)).toEqual({ ...renamed, allowHttpRedirectUris: true });
    await update(owner, {});
    expect(await read(viewer)).toEqual({ ...renamed, allowHttpRedirectUris: true });
    await update(owner, { name: "x".repeat(256), allowHttpRedirectUris: false });
    expect(await read(viewer)).toEqual({ ...before, name: "x".repeat(256) });
    expect(await read(other.owner)).toEqual(others);
  });

  it.each([
    [{ name: "" }, { field: "name", rule: "length", limit: 256 }],
    [{ name: "x".repeat(257) }, { field: "name", rule: "length", limit: 256 }],
    [{ name: "a\u0000b" }, { field: "name", rule: "text" }],
    [{ name: "a\ud800" }, { field: "name", rule: "text" }],
    [{ name: null }, { field: "name" }],
    [{ allowHttpRedirectUris: null }, { field: "allowHttpRedirectUris" }],
    [{ name: "", allowHttpRedirectUris: true }, { field: "name" }],
    [{ slug: "other" }, {}],
    [{ allowHttpRedirectUris: "yes" }, {}],
  ])("refuses %j and changes nothing", async (input, refusal) => {
    const { owner } = await gateway.organization();
    const before = await read(owner);
    expect(refusalOf(await update(owner, input))).toMatchObject({ code: "BAD_USER_INPUT", ...refusal });
    expect(await read(owner)).toEqual(before);
  });

  it.each(["viewer", "developer", "admin"] as const)("refuses a change by a %s", async (role) => {
    const organization = await gateway.organization();
    expect(refusalOf(await update(organization[role], { name: "Taken over" }))).toEqual({ code: "FORBIDDEN" });
    expect((await read(organization.owner)).name).toBe(organization.slug);
  });
});

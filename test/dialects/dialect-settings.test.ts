import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { expectRefused } from "../support/dialects/contracts/contract-organization.js";
import { csp } from "../support/dialects/contracts/csp.js";
import { cspOrganization, REQUIRED } from "../support/dialects/csp.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";

const MAX_BYTES = 16_384;

describe.each(DATABASE_KINDS)("what only one dialect knows, on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  const kept = async ({ viewer }: { viewer: GraphqlClient }, clientId: string) =>
    (await viewer.ok(`{ oauthApplication(clientId: "${clientId}") { dialectSettings } }`)).oauthApplication
      .dialectSettings;

  it(`may have ${MAX_BYTES} bytes, and not one more`, async () => {
    const organization = await cspOrganization(gateway);
    const { create, created, shown, patch, send } = organization;
    const nearly = Array(8).fill("x".repeat(2000));
    const { clientId } = await created({ additionalAttributeMasks: nearly });
    const room = MAX_BYTES - Buffer.byteLength(JSON.stringify(await kept(organization, clientId)));
    const masks = (bytes: number) => ({ additionalAttributeMasks: [...nearly, "x".repeat(bytes - 3)] });
    expect((await patch(clientId, masks(room))).status).toBe(200);
    expect((await shown(clientId)).additionalAttributeMasks).toEqual(masks(room).additionalAttributeMasks);
    expect(Buffer.byteLength(JSON.stringify(await kept(organization, clientId)))).toBe(MAX_BYTES);
    const refused = [
      await create(masks(room + 1)),
      await patch(clientId, { displayName: "Renamed", ...masks(room + 1) }),
      await patch(clientId, { displayName: "Renamed", isHidden: true }),
    ];
    for (const answer of refused) expect(expectRefused(csp, answer, { status: 400 })).toContain(String(MAX_BYTES));
    expect((await send("GET")).body.totalResults).toBe(1);
    expect(await shown(clientId)).toMatchObject({ displayName: "Shop", isHidden: false });
    expect((await patch(clientId, { additionalAttributeMasks: [], isHidden: true })).status).toBe(200);
  });

  it.each(["1e999", "-1e999", "9007199254740993", "1e-999"])(
    "is not the number %s, which would come back as another one",
    async (number) => {
      const organization = await cspOrganization(gateway);
      const { clientId } = await organization.created({ maxGroupsInIdToken: 7 });
      const path = `${organization.base}/${clientId}`;
      const before = await organization.shown(clientId);
      const body = (text: string) =>
        JSON.stringify({ ...REQUIRED, allowedScopes: { organizationScopes: { deep: [0, "#"] } } }).replace('"#"', text);
      const answer = await organization.as("owner").request("PATCH", path, { body: body(number) });
      const message = expectRefused(csp, answer, { status: 400, field: "allowedScopes.organizationScopes.deep.1" });
      expect(message).not.toContain(number);
      expect(await organization.shown(clientId)).toEqual(before);
      const kept = await organization.as("owner").request("PATCH", path, { body: body("1.5e3") });
      expect(kept.body.allowedScopes.organizationScopes).toEqual({ deep: [0, 1500] });
    },
  );

  it("is nested 32 levels deep at most, and whatever is kept can be read again in every list", async () => {
    const organization = await cspOrganization(gateway);
    const { create, send, shown } = organization;
    // `csp`, `allowedScopes` and `organizationScopes` are levels as well, and so is what holds them.
    const nested = (levels: number) => ({
      allowedScopes: {
        organizationScopes: { deep: JSON.parse("[".repeat(levels - 4) + "]".repeat(levels - 4)) },
      },
    });
    expect((await create({ id: "deepest", ...nested(32) })).status).toBe(200);
    // A body has its own limit, whatever stands in it.
    for (const [levels, limit] of [
      [33, "32"],
      [60, "32"],
      [900, "64"],
      [1500, "64"],
    ] as const) {
      expect(expectRefused(csp, await create({ id: "deeper", ...nested(levels) }), { status: 400 })).toContain(limit);
    }
    expect((await send("GET")).body.totalResults).toBe(1);
    expect((await shown("deepest")).allowedScopes).toMatchObject(nested(32).allowedScopes);
  });

  it("is counted in bytes, not in characters", async () => {
    const { create } = await cspOrganization(gateway);
    expect((await create({ additionalAttributeMasks: Array(5).fill("€".repeat(1000)) })).status).toBe(200);
    const answer = await create({ additionalAttributeMasks: Array(6).fill("€".repeat(1000)) });
    expectRefused(csp, answer, { status: 400 });
  });

  it("is shown by GraphQL under the dialect's name, and cannot be set there", async () => {
    const organization = await cspOrganization(gateway);
    const { created, owner } = organization;
    const { clientId } = await created({ additionalAttributeMasks: ["mask"], maxGroupsInIdToken: 5 });
    const csp = { additionalAttributeMasks: ["mask"], maxGroupsInIdToken: 5 };
    expect(await kept(organization, clientId)).toMatchObject({ csp });
    const plain = await owner.createApplication();
    expect(await kept(organization, plain.clientId)).toBeNull();
    const { errors } = await owner.send(
      'mutation { createOAuthApplication(input: { name: "Shop", dialectSettings: {} }) { clientSecret } }',
    );
    expect(errors[0]?.message).toContain('"dialectSettings" is not defined');
  });

  it("is named in the audit log when it was changed, and not told there", async () => {
    const { created, patch, owner } = await cspOrganization(gateway);
    const { clientId } = await created({ additionalAttributeMasks: ["mask"] });
    await patch(clientId, { additionalAttributeMasks: ["other"] });
    const [event] = await listEvents(owner);
    expect(event).toMatchObject({ action: "oauth_application.updated", details: { changed: ["dialectSettings"] } });
    expect(JSON.stringify(event)).not.toMatch(/mask|other/);
  });
});

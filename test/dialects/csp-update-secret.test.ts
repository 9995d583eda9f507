import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Permission, Role } from "../../src/model/permission.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { expectRefused } from "../support/dialects/contracts/contract-organization.js";
import { csp } from "../support/dialects/contracts/csp.js";
import { chosenSecret, cspOrganization, stateOf } from "../support/dialects/csp.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";

describe.each(DATABASE_KINDS)("CSP's update with a secret on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  it("makes it the only one, and resets a rotation that is open", async () => {
    const { created, patch, send, good } = await cspOrganization(gateway);
    const [second, third] = [chosenSecret(), chosenSecret()];
    const { clientId, clientSecret } = await created();
    await send("POST", `/${clientId}/secret`, { newClientSecret: second });
    const { status, body, text } = await patch(clientId, { secret: third, displayName: "Renamed" });
    expect([status, body.displayName]).toEqual([200, "Renamed"]);
    expect(text).not.toContain(third);
    for (const old of [clientSecret, second]) expect(await good(clientId, old)).toBe(false);
    expect(await good(clientId, third)).toBe(true);
    expectRefused(csp, await send("DELETE", `/${clientId}/secret`), { status: 409 });
  });

  it("is one change: one version, both events", async () => {
    const organization = await cspOrganization(gateway);
    const { clientId } = await organization.created();
    const before = await stateOf(organization, clientId);
    await organization.patch(clientId, { secret: chosenSecret(), displayName: "Renamed" });
    const after = await stateOf(organization, clientId);
    expect(after.version).toBe(before.version + 1);
    expect(after.auditEvents.nodes).toHaveLength(before.auditEvents.nodes.length + 2);
    const { auditEvents } = await organization.owner.ok(
      "{ auditEvents(first: 2) { nodes { action wayIn requestId } } }",
    );
    const [one, other] = auditEvents.nodes;
    expect([one, other].map(({ action, wayIn }) => `${action} ${wayIn}`).sort()).toEqual([
      "client_secret.rotated CSP",
      "oauth_application.updated CSP",
    ]);
    expect(one.requestId).toBe(other.requestId);
  });

  it.each<[string, Record<string, unknown>]>([
    ["a bad field beside it", { redirectUris: ["https://*"], secret: chosenSecret() }],
    ["a bad secret beside good fields", { displayName: "Renamed", secret: "too-weak" }],
    ["fields that contradict it", { publicClient: true, secret: chosenSecret() }],
  ])("changes nothing at all when there is %s", async (_what, change) => {
    const organization = await cspOrganization(gateway);
    const { created, patch, good, send } = organization;
    const [second, secret] = [chosenSecret(), change.secret as string];
    const { clientId, clientSecret } = await created();
    await send("POST", `/${clientId}/secret`, { newClientSecret: second });
    const before = await stateOf(organization, clientId);
    expectRefused(csp, await patch(clientId, change), { status: 400 });
    expect(await stateOf(organization, clientId)).toEqual(before);
    for (const old of [clientSecret, second]) expect(await good(clientId, old)).toBe(true);
    expect(await good(clientId, secret)).toBe(false);
  });

  it("changes nothing at all when it is one that the application had, found only after the rest was written", async () => {
    const organization = await cspOrganization(gateway);
    const { clientId, clientSecret } = await organization.created();
    const before = await stateOf(organization, clientId);
    const change = { displayName: "Renamed", redirectUris: ["https://b.example.com/"], secret: clientSecret };
    expectRefused(csp, await organization.patch(clientId, change), { status: 400, field: "secret" });
    expect(await stateOf(organization, clientId)).toEqual(before);
    expect(await organization.good(clientId, clientSecret)).toBe(true);
  });

  it("needs the right to rotate as well as that to change", async () => {
    const { created, narrowed, base, good } = await cspOrganization(gateway);
    const { clientId, clientSecret } = await created();
    const client = await narrowed(Role.DEVELOPER, [Permission.APPLICATION_READ, Permission.APPLICATION_WRITE]);
    const fields = { displayName: "Renamed", description: "", grantTypes: ["client_credentials"] };
    const patch = (body: object) => client.request("PATCH", `${base}/${clientId}`, { body });
    expectRefused(csp, await patch({ ...fields, secret: chosenSecret() }), { status: 403 });
    expect(await good(clientId, clientSecret)).toBe(true);
    expect((await patch(fields)).status).toBe(200);
  });

  it("gives a public client that becomes confidential its first secret", async () => {
    const { created, patch, good } = await cspOrganization(gateway);
    const { clientId } = await created({ publicClient: true, grantTypes: ["authorization_code"] });
    const secret = chosenSecret();
    const { status, body } = await patch(clientId, { publicClient: false, secret });
    expect([status, body.publicClient]).toEqual([200, false]);
    expect(await good(clientId, secret)).toBe(true);
  });

  it("revokes the secrets of what becomes public", async () => {
    const { created, patch, send, admin } = await cspOrganization(gateway);
    const { clientId, clientSecret } = await created();
    expect((await patch(clientId, { publicClient: true, grantTypes: ["authorization_code"] })).body.publicClient).toBe(
      true,
    );
    expect(await admin.verify(clientId, clientSecret)).toEqual({ active: false });
    expectRefused(csp, await send("PUT", `/${clientId}/secret`, {}), { status: 409 });
    const posted = await send("POST", `/${clientId}/secret`, { newClientSecret: chosenSecret() });
    expectRefused(csp, posted, { status: 409 });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { ContractRole } from "../support/dialects/contracts/contract-organization.js";
import { chosenSecret, cspOrganization, REQUIRED } from "../support/dialects/csp.js";
import { dialectClient } from "../support/dialects/dialects.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { DELETIONS, FAILED_IN_BULK, graphql, ITEM, rest, type Send, type Target } from "../support/gateway/ways-in.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { serviceAccount } from "../support/organization/members.js";
import { change } from "../support/organization/oauth-applications.js";

interface WayToRotate {
  /** Whether there must be a rotation to change or to end. */
  whileOpen?: true;
  send: Send;
}

const clerk = (target: Target) => `${ITEM.clerk(target)}/rotate_secret`;
const cloudflare = (target: Target) => `${ITEM.cloudflare(target)}/rotate_secret`;
const meteroid = (target: Target) => `${ITEM.meteroid(target)}/rotate`;
const cspSecret = (target: Target) => `${ITEM.csp(target)}/secret`;

const WAYS: Record<string, WayToRotate> = {
  "Clerk's rotate_secret": { send: rest("POST", clerk) },
  "Cloudflare's rotate_secret": { send: rest("POST", cloudflare) },
  "Cloudflare's DELETE rotate_secret": { whileOpen: true, send: rest("DELETE", cloudflare) },
  "Meteroid's rotate": { send: rest("POST", meteroid) },
  "CSP's PUT secret": { send: rest("PUT", cspSecret, () => ({})) },
  "CSP's POST secret": { send: rest("POST", cspSecret, () => ({ newClientSecret: chosenSecret() })) },
  "CSP's DELETE secret": { whileOpen: true, send: rest("DELETE", cspSecret) },
  "CSP's PATCH with a secret": { send: rest("PATCH", ITEM.csp, () => ({ ...REQUIRED, secret: chosenSecret() })) },
  "rotateSecret, EXPIRE": { send: graphql("rotateSecret", { previousSecret: "EXPIRE" }) },
  "rotateSecret, KEEP": { send: graphql("rotateSecret", { previousSecret: "KEEP" }) },
  "rotateSecret, REVOKE": { send: graphql("rotateSecret", { previousSecret: "REVOKE" }) },
  updateSecretRotation: { whileOpen: true, send: graphql("updateSecretRotation", { overlapSeconds: 5, force: true }) },
  completeSecretRotation: { whileOpen: true, send: graphql("completeSecretRotation", { force: true }) },
  cancelSecretRotation: { whileOpen: true, send: graphql("cancelSecretRotation", { force: true }) },
  "turning the application public, which ends its secrets": {
    send: graphql("updateOAuthApplication", { public: true }),
  },
};

describe.each(DATABASE_KINDS)("ownerOnlySecretRotation on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  /** An application whose secrets only an OWNER may rotate, perhaps with a rotation open. */
  async function start(whileOpen = false, ownerOnlySecretRotation = true) {
    const organization = await cspOrganization(gateway);
    const { clientId, clientSecret } = await organization.created({ ownerOnlySecretRotation });
    const { oauthApplication } = await organization.owner.ok(`{ oauthApplication(clientId: "${clientId}") { id } }`);
    const secrets = [clientSecret];
    if (whileOpen) {
      const { data } = await organization.owner.rotate(oauthApplication.id, { previousSecret: "KEEP" });
      secrets.push(data.rotateSecret.clientSecret);
    }
    const target: Target = { organizationId: organization.id, id: oauthApplication.id, clientId };
    const state = () =>
      organization.owner.ok(
        `{ oauthApplication(id: "${target.id}") { name version ownerOnlySecretRotation
          secrets { id status expiresAt revokedAt } auditEvents(first: 50) { nodes { id } } } }`,
      );
    return { ...organization, clientId, target, secrets, state };
  }

  it.each(Object.entries(WAYS))("lets nobody but an OWNER through: %s", async (_title, { whileOpen, send }) => {
    const { target, as, state, good, secrets, clientId, owner } = await start(whileOpen);
    const before = await state();
    for (const role of ["developer", "admin"] as const) expect(await send(as(role), target)).toBe(403);
    const admin = await serviceAccount(gateway, { owner }, "ADMIN");
    expect(await send(dialectClient(gateway.url, (await admin.signIn()).token), target)).toBe(403);
    expect(await state()).toEqual(before);
    for (const secret of secrets) expect(await good(clientId, secret)).toBe(true);
    expect(await send(as("owner"), target)).toBe(200);
  });

  it.each(Object.entries(DELETIONS))("lets no ADMIN delete what could be registered anew: %s", async (_title, send) => {
    const { target, as, state, good, secrets, clientId } = await start();
    const before = await state();
    expect([403, FAILED_IN_BULK]).toContain(await send(as("admin"), target));
    expect(await state()).toEqual(before);
    expect(await good(clientId, secrets[0] as string)).toBe(true);
    expect([200, 204]).toContain(await send(as("owner"), target));
  });

  it.each(Object.entries(WAYS))("lets a service account through that is an OWNER: %s", async (_title, way) => {
    const { target, owner } = await start(way.whileOpen);
    const { signIn } = await serviceAccount(gateway, { owner }, "OWNER");
    expect(await way.send(dialectClient(gateway.url, (await signIn()).token), target)).toBe(200);
  });

  it.each(Object.entries(WAYS))("stands in nobody's way while it is off: %s", async (_title, { whileOpen, send }) => {
    const { target, as } = await start(whileOpen, false);
    expect(await send(as("developer"), target)).toBe(200);
  });

  it.each<[string, (role: ContractRole, wanted: boolean, on: Awaited<ReturnType<typeof start>>) => Promise<number>]>([
    [
      "CSP",
      async (role, ownerOnlySecretRotation, { patch, clientId }) =>
        (await patch(clientId, { displayName: "Renamed", ownerOnlySecretRotation }, role)).status,
    ],
    [
      "GraphQL",
      (role, ownerOnlySecretRotation, { as, target }) =>
        graphql("updateOAuthApplication", { name: "Renamed", ownerOnlySecretRotation })(as(role), target),
    ],
  ])("is switched, on and off, by an OWNER only: %s", async (_way, toggle) => {
    for (const isOn of [true, false]) {
      const on = await start(false, isOn);
      const before = await on.state();
      for (const role of ["developer", "admin"] as const) {
        expect(await toggle(role, !isOn, on)).toBe(403);
        expect(await on.state()).toEqual(before);
        // What changes nothing about it is everybody's business.
      }
      expect(await toggle("developer", isOn, on)).toBe(200);
      expect(await toggle("owner", !isOn, on)).toBe(200);
      expect((await on.state()).oauthApplication.ownerOnlySecretRotation).toBe(!isOn);
    }
  });

  it("can be asked for at the registration by an OWNER only, in GraphQL as in CSP", async () => {
    const { create, developer, admin, owner, send } = await cspOrganization(gateway);
    const register = (client: GraphqlClient) =>
      change(
        client,
        "createOAuthApplication",
        { name: "Shop", ownerOnlySecretRotation: true },
        "ownerOnlySecretRotation",
      );
    for (const role of ["developer", "admin"] as const) {
      expect((await create({ ownerOnlySecretRotation: true }, role)).status).toBe(403);
      expect((await create({ ownerOnlySecretRotation: false }, role)).status).toBe(200);
    }
    for (const client of [developer, admin]) {
      expect((await register(client)).errors[0]?.extensions.code).toBe("FORBIDDEN");
    }
    expect((await send("GET")).body.totalResults).toBe(2);
    const { data } = await register(owner);
    expect(data.createOAuthApplication.oauthApplication).toEqual({ ownerOnlySecretRotation: true });
  });

  it("changes nothing of a PATCH that brings a secret along and may not", async () => {
    const { patch, clientId, state, good, secrets } = await start();
    const before = await state();
    const answer = await patch(clientId, { displayName: "Renamed", secret: chosenSecret() }, "admin");
    expect([answer.status, answer.body.cspErrorCode]).toEqual([403, "forbidden"]);
    expect(await state()).toEqual(before);
    expect(await good(clientId, secrets[0] ?? "")).toBe(true);
    expect((await patch(clientId, { displayName: "Renamed" }, "admin")).status).toBe(200);
  });

  it("is no obstacle to a token of an OWNER with the permission, and no help to one without", async () => {
    const { Permission, Role } = await import("../../src/model/permission.js");
    const { target, narrowed } = await start();
    const send = WAYS["CSP's PUT secret"]?.send as Send;
    expect(await send(await narrowed(Role.OWNER, [Permission.SECRET_ROTATE]), target)).toBe(200);
    expect(await send(await narrowed(Role.OWNER, [Permission.APPLICATION_WRITE]), target)).toBe(403);
  });
});

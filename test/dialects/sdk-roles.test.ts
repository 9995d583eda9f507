import { ClerkAPIResponseError } from "@clerk/backend/errors";
import { PermissionDeniedError } from "cloudflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Permission, Role } from "../../src/model/permission.js";
import {
  CLERK_METHODS,
  CLOUDFLARE_METHODS,
  clerkSdk,
  cloudflareAccount,
  failure,
  NEW_CLIENT,
} from "../support/dialects/sdks.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";

const { APPLICATION_READ, APPLICATION_WRITE, APPLICATION_DELETE, SECRET_READ, SECRET_ROTATE } = Permission;

const READING = ["list", "get"];
const CHANGING = ["create", "update"];
const CLERK_SECRETS = ["rotateSecret", "revokeToken"];
const CLOUDFLARE_SECRETS = ["rotateSecret", "deleteRotatedSecret"];

/** What each role may do, in the words of both SDKs. */
const ALLOWED: Record<Role, { clerk: string[]; cloudflare: string[] }> = {
  VIEWER: { clerk: READING, cloudflare: READING },
  DEVELOPER: {
    clerk: [...READING, ...CHANGING, ...CLERK_SECRETS],
    cloudflare: [...READING, ...CHANGING, ...CLOUDFLARE_SECRETS],
  },
  ADMIN: {
    clerk: [...READING, ...CHANGING, ...CLERK_SECRETS, "delete"],
    cloudflare: [...READING, ...CHANGING, ...CLOUDFLARE_SECRETS, "delete"],
  },
  OWNER: {
    clerk: [...READING, ...CHANGING, ...CLERK_SECRETS, "delete"],
    cloudflare: [...READING, ...CHANGING, ...CLOUDFLARE_SECRETS, "delete"],
  },
};

/** Tokens that carry less than their role. */
const NARROWED: [string, Permission[], { clerk: string[]; cloudflare: string[] }][] = [
  ["nothing but reading", [APPLICATION_READ], { clerk: READING, cloudflare: READING }],
  // Clerk's answer is the application, Cloudflare's only the secret.
  ["nothing but rotating", [SECRET_ROTATE], { clerk: ["revokeToken"], cloudflare: CLOUDFLARE_SECRETS }],
  [
    "reading and rotating",
    [APPLICATION_READ, SECRET_ROTATE],
    { clerk: [...READING, ...CLERK_SECRETS], cloudflare: [...READING, ...CLOUDFLARE_SECRETS] },
  ],
  ["nothing but writing, whose answers would have to be read", [APPLICATION_WRITE], { clerk: [], cloudflare: [] }],
  ["nothing but deleting", [APPLICATION_DELETE], { clerk: ["delete"], cloudflare: ["delete"] }],
  ["what no application needs", [SECRET_READ], { clerk: [], cloudflare: [] }],
];

/** On SQLite alone: rights are decided before a database is asked. */
describe("through the SDKs", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
  });
  afterAll(() => gateway.stop());

  /** Calls every method of Clerk's SDK, about one application: what it may do, and that the rest changes nothing. */
  async function allowedByClerk({ owner }: TestOrganization, client: GraphqlClient): Promise<string[]> {
    const clerk = clerkSdk(gateway.url, client.token);
    const allowed: string[] = [];
    const { id } = await owner.createApplication();
    for (const [name, call] of CLERK_METHODS) {
      const before = await state(owner);
      if (await permits(call(clerk, id))) allowed.push(name);
      else expect([name, await state(owner)]).toEqual([name, before]);
    }
    return allowed;

    async function permits(call: Promise<unknown>): Promise<boolean> {
      const error: unknown = await call.then(() => undefined).catch((caught: unknown) => caught);
      if (error === undefined) return true;
      expect(error).toBeInstanceOf(ClerkAPIResponseError);
      const { status, message, errors } = error as ClerkAPIResponseError;
      expect([status, message, errors.map(({ code }) => code)]).toEqual([403, "Forbidden", ["authorization_invalid"]]);
      return false;
    }
  }

  async function allowedByCloudflare({ owner, id }: TestOrganization, client: GraphqlClient): Promise<string[]> {
    const { oauthClients, account } = cloudflareAccount(client, id, { maxRetries: 0 });
    const allowed: string[] = [];
    for (const [name, call] of CLOUDFLARE_METHODS) {
      const { id: applicationId, clientId } = await owner.createApplication();
      if (name === "deleteRotatedSecret") await owner.rotate(applicationId);
      const before = await state(owner);
      if (await permits(call(oauthClients, account, clientId))) allowed.push(name);
      else expect([name, await state(owner)]).toEqual([name, before]);
    }
    return allowed;

    async function permits(call: PromiseLike<unknown>): Promise<boolean> {
      const error: unknown = await Promise.resolve(call)
        .then(() => undefined)
        .catch((caught: unknown) => caught);
      if (error === undefined) return true;
      expect(error).toBeInstanceOf(PermissionDeniedError);
      const { status, errors } = error as PermissionDeniedError;
      expect([status, errors.map(({ code }) => code)]).toEqual([403, [9109]]);
      return false;
    }
  }

  const state = (owner: GraphqlClient) =>
    owner.ok("{ oauthApplications(first: 100) { nodes { id name version secrets { id status } } } }");

  describe.each(Object.values(Role))("a %s", (role) => {
    it("may do with Clerk's what the role may, no more", async () => {
      const organization = await gateway.organization();
      const allowed = await allowedByClerk(organization, await organization.client(role));
      expect(allowed.toSorted()).toEqual(ALLOWED[role].clerk.toSorted());
    });

    it("may do with Cloudflare's what the role may, no more", async () => {
      const organization = await gateway.organization();
      const allowed = await allowedByCloudflare(organization, await organization.client(role));
      expect(allowed.toSorted()).toEqual(ALLOWED[role].cloudflare.toSorted());
    });
  });

  it.each(NARROWED)("a token with %s may do only that", async (_what, permissions, expected) => {
    const organization = await gateway.organization();
    const client = await organization.client(Role.OWNER, permissions);
    expect((await allowedByClerk(organization, client)).toSorted()).toEqual(expected.clerk.toSorted());
    expect((await allowedByCloudflare(organization, client)).toSorted()).toEqual(expected.cloudflare.toSorted());
  });

  it("whoever may not know of secrets is not told whether there are two", async () => {
    const organization = await gateway.organization();
    const { owner, viewer, developer, id } = organization;
    const application = await owner.createApplication();
    await owner.rotate(application.id);
    const reader = await organization.client(Role.OWNER, [APPLICATION_READ, APPLICATION_WRITE]);
    for (const client of [viewer, reader]) {
      const { oauthClients, account } = cloudflareAccount(client, id);
      expect(await oauthClients.get(application.clientId, account)).not.toHaveProperty("has_rotated_secret");
      expect((await oauthClients.list(account)).result[0]).not.toHaveProperty("has_rotated_secret");
    }
    const { oauthClients, account } = cloudflareAccount(reader, id);
    const created = await oauthClients.create({ ...account, ...NEW_CLIENT });
    expect(created).not.toHaveProperty("has_rotated_secret");
    // Of what one makes oneself, one sees the secret all the same.
    expect(created.client_secret).toEqual(expect.any(String));
    const knowing = cloudflareAccount(developer, id);
    expect((await knowing.oauthClients.get(application.clientId, account)).has_rotated_secret).toBe(true);
  });

  it("nobody rotates but an owner where the owner said so", async () => {
    const { owner, admin, id } = await gateway.organization();
    const application = await owner.createApplication({ ownerOnlySecretRotation: true });
    const { oauthClients, account } = cloudflareAccount(admin, id);
    await failure(PermissionDeniedError, oauthClients.rotateSecret(application.clientId, account));
    const refused = await failure(
      ClerkAPIResponseError,
      clerkSdk(gateway.url, admin.token).rotateSecret(application.id),
    );
    expect(refused.status).toBe(403);
    expect((await admin.verify(application.clientId, application.clientSecret ?? "")).active).toBe(true);
    const { clientSecret = "" } = await clerkSdk(gateway.url, owner.token).rotateSecret(application.id);
    expect((await admin.verify(application.clientId, clientSecret)).active).toBe(true);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import type { Answer, GraphqlClient } from "../support/gateway/graphql-client.js";
import { issueApiToken, revokeApiToken } from "../support/organization/api-tokens.js";
import { listEvents } from "../support/organization/audit-events.js";
import { addMember } from "../support/organization/members.js";
import { change, read, remove } from "../support/organization/oauth-applications.js";

describe.each(DATABASE_KINDS)("audit events on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  /** An application with an open rotation. */
  async function rotating() {
    const organization = await gateway.organization();
    const { id, clientId, clientSecret } = await organization.developer.createApplication();
    const { data } = await organization.developer.rotate(id);
    return {
      ...organization,
      id,
      clientId,
      secrets: [clientSecret as string, data.rotateSecret.clientSecret as string],
    };
  }

  type Rotating = Awaited<ReturnType<typeof rotating>>;
  const inputOf = ({ id }: Rotating) => ({ oauthApplicationId: id });
  const updateOrganization = (client: GraphqlClient, input: object) =>
    client.send(
      "mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { organization { id } } }",
      { input },
    );

  const WRITES: [string, "developer" | "admin" | "owner", (at: Rotating) => Promise<Answer>][] = [
    [
      "oauth_application.updated",
      "developer",
      (at) => change(at.developer, "updateOAuthApplication", { ...inputOf(at), name: "x" }),
    ],
    ["oauth_application.deleted", "admin", (at) => remove(at.admin, inputOf(at))],
    ["client_secret.rotated", "developer", (at) => at.developer.rotate(at.id, { previousSecret: "REVOKE" })],
    [
      "client_secret.rotation_updated",
      "developer",
      (at) => change(at.developer, "updateSecretRotation", { ...inputOf(at), overlapSeconds: 9 }),
    ],
    [
      "client_secret.rotation_completed",
      "developer",
      (at) => change(at.developer, "completeSecretRotation", inputOf(at)),
    ],
    [
      "client_secret.rotation_cancelled",
      "developer",
      (at) => change(at.developer, "cancelSecretRotation", inputOf(at)),
    ],
    ["organization.updated", "owner", (at) => updateOrganization(at.owner, { name: "Renamed" })],
  ];

  it.each(WRITES)("writes one %s with who, what, when and from where", async (action, role, write) => {
    const at = await rotating();
    const before = await listEvents(at.admin);
    const { viewer } = await at[role].ok("{ viewer { actor { id kind name } } }");
    const answer = await write(at);
    expect(answer.errors).toEqual([]);
    const [event, ...rest] = await listEvents(at.admin);
    expect(rest).toEqual(before);
    expect(event).toEqual({
      id: expect.stringMatching(/^evt_[0-9A-Za-z]{22}$/),
      action,
      targetId: action.startsWith("organization")
        ? (await at.admin.ok("{ organization { id } }")).organization.id
        : at.id,
      wayIn: "GRAPHQL",
      requestId: answer.headers.get("x-request-id"),
      address: "127.0.0.1",
      details: expect.any(Object),
      createdAt: expect.any(String),
      actor: viewer.actor,
    });
  });

  it("writes one event for a registration, of the moment of the registration", async () => {
    const { developer, admin } = await gateway.organization();
    const { id } = await developer.createApplication();
    const [created, ...others] = await listEvents(admin, { targetId: id });
    expect(others).toEqual([]);
    const { createdAt, secrets } = await read(developer, id);
    expect(created).toMatchObject({
      action: "oauth_application.created",
      createdAt,
      details: { secretId: secrets[0].id },
    });
  });

  it("writes one event for a token that is issued and one for a token that is revoked", async () => {
    const { admin, owner } = await gateway.organization();
    const { id } = await issueApiToken(owner, { role: "DEVELOPER" });
    const answer = await revokeApiToken(admin, id);
    const { viewer } = await owner.ok("{ viewer { actor { id kind name } } }");
    const [revoked, created, ...others] = await listEvents(admin, { targetId: id });
    expect(others).toEqual([]);
    expect(revoked).toMatchObject({ action: "api_token.revoked", requestId: answer.headers.get("x-request-id") });
    expect(created).toMatchObject({ action: "api_token.created", actor: viewer.actor, details: { role: "DEVELOPER" } });
  });

  it("names the API token or member that it is about, as it is now, and nobody who has left", async () => {
    const { admin } = await gateway.organization();
    const { id: tokenId } = await issueApiToken(admin, { name: "Pipeline" });
    const { data } = await addMember(admin, { subject: "ada", name: "Ada", role: "VIEWER" });
    const memberId = data.addMember.member.id;
    const named = async (targetId: string) => {
      const { auditEvents } = await admin.ok(
        `query ($id: ID!) { auditEvents(filter: {targetId: $id}) { nodes {
          apiToken { id name } member { id name } oauthApplication { id }
        } } }`,
        { id: targetId },
      );
      return auditEvents.nodes[0];
    };
    const nothing = { apiToken: null, member: null, oauthApplication: null };
    expect(await named(tokenId)).toEqual({ ...nothing, apiToken: { id: tokenId, name: "Pipeline" } });
    expect(await named(memberId)).toEqual({ ...nothing, member: { id: memberId, name: "Ada" } });
    await admin.ok(`mutation { removeMember(input: {memberId: "${memberId}"}) { removedId } }`);
    expect(await named(memberId)).toEqual(nothing);
  });

  it("names API tokens and members to nobody without MEMBER_READ", async () => {
    const { admin, owner } = await gateway.organization();
    const { id } = await issueApiToken(admin, { name: "Pipeline" });
    const { client } = await issueApiToken(owner, { role: "ADMIN", permissions: ["AUDIT_READ"] });
    const { data, errors } = await client.send(
      `{ auditEvents(filter: {targetId: "${id}"}) { nodes { action apiToken { name } } } }`,
    );
    expect(data.auditEvents.nodes).toEqual([{ action: "api_token.created", apiToken: null }]);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(["FORBIDDEN"]);
  });

  it("says of an organization from the command line that it came from there", async () => {
    const { admin, id } = await gateway.organization();
    const [event] = await listEvents(admin, { action: "organization.created" });
    expect(event).toMatchObject({
      targetId: id,
      wayIn: "CLI",
      requestId: null,
      address: null,
      actor: { id: "cli", kind: "CLI", name: null },
    });
  });

  it("never holds a secret or a token", async () => {
    const at = await rotating();
    const { token } = await issueApiToken(at.admin);
    for (const [, , write] of WRITES.filter(([action]) => action !== "oauth_application.deleted")) await write(at);
    const rows = await gateway.database.query(
      `SELECT * FROM audit_events WHERE organization_id = (SELECT organization_id FROM oauth_applications WHERE id = '${at.id}')`,
    );
    expect(rows.length).toBeGreaterThan(8);
    for (const secret of [...at.secrets, token]) expect(JSON.stringify(rows)).not.toContain(secret.slice(4, 40));
    expect(JSON.stringify(rows)).not.toMatch(/og[cst]_[0-9A-Za-z]{10}|v1\$/);
  });

  it("keeps the history of an application that was deleted", async () => {
    const at = await rotating();
    const before = await listEvents(at.admin, { targetId: at.id });
    await remove(at.admin, inputOf(at));
    const [deleted, ...history] = await listEvents(at.admin, { targetId: at.id });
    expect(deleted).toMatchObject({ action: "oauth_application.deleted", details: { clientId: at.clientId } });
    expect(history).toEqual(before);
  });

  it("leads to the application that an event is about as it is now, while it is there, for who may read it", async () => {
    const { admin, developer } = await gateway.organization();
    const { id } = await developer.createApplication({ name: "Before" });
    await change(developer, "updateOAuthApplication", { oauthApplicationId: id, name: "Now" });
    const asked = `{ auditEvents(first: 3, filter: {targetId: "${id}"}) { nodes { action oauthApplication { name } } } }`;
    const { auditEvents } = await admin.ok(asked);
    expect(auditEvents.nodes).toEqual([
      { action: "oauth_application.updated", oauthApplication: { name: "Now" } },
      { action: "oauth_application.created", oauthApplication: { name: "Now" } },
    ]);
    const { client } = await issueApiToken(admin, { role: "ADMIN", permissions: ["AUDIT_READ"] });
    const refused = await client.send(asked);
    expect(refused.errors.map(({ path = [], extensions }) => [path.join("."), extensions.code])).toEqual([
      ["auditEvents.nodes.0.oauthApplication", "FORBIDDEN"],
      ["auditEvents.nodes.1.oauthApplication", "FORBIDDEN"],
    ]);
    await remove(admin, { oauthApplicationId: id });
    const after = await admin.ok(asked);
    expect(after.auditEvents.nodes.map((one: { oauthApplication: unknown }) => one.oauthApplication)).toEqual([
      null,
      null,
      null,
    ]);
    const others = await admin.ok("{ auditEvents(last: 1) { nodes { action oauthApplication { name } } } }");
    expect(others.auditEvents.nodes).toEqual([{ action: "organization.created", oauthApplication: null }]);
  });

  it("leaves no event of what was refused", async () => {
    const at = await rotating();
    const before = await listEvents(at.admin);
    const stale = { ...inputOf(at), expectedVersion: 99 };
    const refused = [
      await change(at.developer, "createOAuthApplication", { name: "x", redirectUris: ["http://evil.com"] }),
      await change(at.developer, "updateOAuthApplication", stale),
      await change(at.developer, "updateOAuthApplication", { ...inputOf(at), optionalScopes: ["unknown"] }),
      await at.developer.rotate(at.id),
      await at.developer.rotate(at.id, { previousSecret: "REVOKE", expectedVersion: 99 }),
      await change(at.developer, "updateSecretRotation", { ...stale, overlapSeconds: 1 }),
      await change(at.developer, "completeSecretRotation", stale),
      await change(at.developer, "cancelSecretRotation", stale),
      await remove(at.admin, stale),
      await remove(at.developer, inputOf(at)),
      await updateOrganization(at.owner, { name: "" }),
      await updateOrganization(at.admin, { name: "x" }),
      await revokeApiToken(at.admin, "tok_0000000000000000000000"),
    ];
    for (const { errors } of refused) expect(errors.length).toBe(1);
    expect(await listEvents(at.admin)).toEqual(before);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Permission, Role } from "../../src/model/permission.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { keptState } from "../support/databases/kept-state.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { createClient, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";
import { addedMember, serviceAccount } from "../support/organization/members.js";
import { change, changed, read, refusalOf } from "../support/organization/oauth-applications.js";
import { createSealed, newRecipient, type Recipient, rotateSealed } from "../support/organization/recipients.js";

const { APPLICATION_READ, APPLICATION_WRITE, SECRET_ROTATE } = Permission;
const KEY = "secretRecipientKey";

describe.each(DATABASE_KINDS)("an application's secretRecipientKey on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let recipient: Recipient;
  let other: Recipient;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
    organization = await gateway.organization();
    recipient = newRecipient("X25519");
    other = newRecipient();
  });
  afterAll(() => gateway.stop());

  const set = (client: GraphqlClient, oauthApplicationId: string, input: Record<string, unknown>) =>
    change(client, "updateOAuthApplication", { oauthApplicationId, ...input });
  const keyOf = async (id: string) => (await read(organization.owner, id, KEY))[KEY];

  /** An application that keeps a key, and its first secret. */
  async function keeping(more: Record<string, unknown> = {}) {
    const { data, errors } = await createSealed(organization.owner, { [KEY]: recipient.jwk, ...more });
    expect(errors).toEqual([]);
    const { oauthApplication, clientSecret, sealedClientSecret } = data.createOAuthApplication;
    expect(clientSecret).toBeNull();
    return { ...oauthApplication, clientSecret: recipient.open(sealedClientSecret).plaintext };
  }

  it("seals the first secret, and every later one", async () => {
    const { id, clientId, clientSecret } = await keeping();
    const works = async (secret: string) => (await organization.admin.verify(clientId, secret)).active;
    expect(await works(clientSecret)).toBe(true);
    for (const previousSecret of ["REVOKE", "EXPIRE"]) {
      const { data } = await rotateSealed(organization.developer, id, { previousSecret });
      expect(data.rotateSecret.clientSecret).toBeNull();
      const { header, plaintext } = recipient.open(data.rotateSecret.sealedClientSecret);
      expect(header.kid).toBe(recipient.thumbprint);
      expect(await works(plaintext)).toBe(true);
    }
  });

  it("is shown to whoever may read the application, as the key it is", async () => {
    const described = { ...recipient.jwk, use: "enc", alg: "ECDH-ES+A256KW" };
    const { id } = await keeping({ [KEY]: { ...described, kid: "mine", x5c: ["x"] } });
    for (const role of ["viewer", "developer", "admin", "owner"] as const) {
      expect(await read(organization[role], id, KEY)).toEqual({ [KEY]: described });
    }
    const stranger = await gateway.organization();
    expect(await read(stranger.owner, id, KEY)).toBeNull();
    expect(refusalOf(await set(stranger.owner, id, { [KEY]: null }))).toEqual({ code: "NOT_FOUND" });
    expect(await keyOf(id)).toEqual(described);
  });

  it("is set, replaced and cleared; what is left out stays", async () => {
    const { id } = await organization.developer.createApplication();
    expect(await keyOf(id)).toBeNull();
    await changed(organization.developer, "updateOAuthApplication", { oauthApplicationId: id, [KEY]: recipient.jwk });
    await changed(organization.developer, "updateOAuthApplication", { oauthApplicationId: id, name: "Other" });
    expect(await keyOf(id)).toEqual(recipient.jwk);
    await changed(organization.developer, "updateOAuthApplication", { oauthApplicationId: id, [KEY]: other.jwk });
    const { data } = await rotateSealed(organization.developer, id);
    expect(other.open(data.rotateSecret.sealedClientSecret).plaintext).toMatch(/^ogs_/);
    await changed(organization.developer, "updateOAuthApplication", { oauthApplicationId: id, [KEY]: null });
    expect(await keyOf(id)).toBeNull();
    expect((await rotateSealed(organization.developer, id)).data.rotateSecret.clientSecret).toMatch(/^ogs_/);
  });

  it("has audit events of its own, with thumbprints", async () => {
    const { id } = await keeping();
    await changed(organization.owner, "updateOAuthApplication", { oauthApplicationId: id, [KEY]: other.jwk });
    const same = { ...other.jwk, kid: "again", use: "enc" };
    await changed(organization.owner, "updateOAuthApplication", { oauthApplicationId: id, [KEY]: same, name: "Other" });
    await changed(organization.owner, "updateOAuthApplication", { oauthApplicationId: id, [KEY]: null });
    const events = (await listEvents(organization.owner)).filter(({ targetId }) => targetId === id);
    const of = (action: string) => events.filter((event) => event.action === action).map(({ details }) => details);
    expect(of("oauth_application.recipient_key_changed")).toEqual([
      { from: other.thumbprint, to: null },
      { from: recipient.thumbprint, to: other.thumbprint },
      { from: null, to: recipient.thumbprint },
    ]);
    expect(of("oauth_application.updated").map(({ changed }) => changed)).toEqual([[KEY], ["name"], [KEY]]);
    expect(await keyOf(id)).toBeNull();
  });

  it("conflicts with another key of an input, and not with itself", async () => {
    const { id } = await keeping();
    const before = await keptState(gateway.database);
    expect(refusalOf(await rotateSealed(organization.owner, id, { recipientKey: other.jwk }))).toEqual({
      code: "CONFLICT",
    });
    const both = { [KEY]: recipient.jwk, recipientKey: other.jwk };
    expect(refusalOf(await createSealed(organization.owner, both))).toEqual({ code: "CONFLICT" });
    expect(await keptState(gateway.database)).toEqual(before);
    const recipientKey = { ...recipient.jwk, kid: "other", use: "enc" };
    const { data } = await rotateSealed(organization.owner, id, { recipientKey });
    expect(recipient.open(data.rotateSecret.sealedClientSecret).plaintext).toMatch(/^ogs_/);
    const created = await createSealed(organization.owner, { [KEY]: recipient.jwk, recipientKey });
    expect(recipient.open(created.data.createOAuthApplication.sealedClientSecret).plaintext).toMatch(/^ogs_/);
  });

  it("wants the sealed form selected, else nothing happens", async () => {
    const { id } = await keeping();
    const before = await keptState(gateway.database);
    const refusal = { code: "BAD_USER_INPUT", field: "sealedClientSecret", rule: "selected" };
    const document = (fields: string) => `mutation ($id: ID!, $see: Boolean = false) {
      rotateSecret(input: { oauthApplicationId: $id, previousSecret: REVOKE }) { clientSecret ...F } }
      fragment F on RotateSecretPayload { ${fields} }`;
    for (const fields of ["clientSecret @skip(if: $see)", "sealedClientSecret @include(if: $see)"]) {
      expect(refusalOf(await organization.owner.send(document(fields), { id }))).toEqual(refusal);
    }
    for (const fields of ["clientSecret", "__typename"]) {
      expect(refusalOf(await createSealed(organization.owner, { [KEY]: recipient.jwk }, fields))).toEqual(refusal);
    }
    expect(await keptState(gateway.database)).toEqual(before);
    const variables = { id, see: true };
    const shown = await organization.owner.send(document("sealedClientSecret @include(if: $see)"), variables);
    expect(recipient.open(shown.data.rotateSecret.sealedClientSecret).plaintext).toMatch(/^ogs_/);
  });

  it("may be that of a public application, whose first secret is sealed when it is confidential", async () => {
    const input = { grantTypes: [], public: true, [KEY]: recipient.jwk };
    const { data } = await createSealed(organization.owner, input, "oauthApplication { id }");
    const { id } = data.createOAuthApplication.oauthApplication;
    await changed(organization.owner, "updateOAuthApplication", { oauthApplicationId: id, public: false });
    const rotated = (await rotateSealed(organization.owner, id)).data.rotateSecret;
    expect(recipient.open(rotated.sealedClientSecret).plaintext).toMatch(/^ogs_/);
  });

  it("is SECRET_ROTATE's to set, at the registration too, and who may not changes nothing", async () => {
    const { id } = await keeping();
    const writer = await organization.client(Role.DEVELOPER, [APPLICATION_READ, APPLICATION_WRITE]);
    const before = await keptState(gateway.database);
    for (const key of [other.jwk, null]) {
      expect(refusalOf(await set(writer, id, { [KEY]: key, name: "Mine" }))).toEqual({ code: "FORBIDDEN" });
      expect(refusalOf(await set(organization.viewer, id, { [KEY]: key }))).toEqual({ code: "FORBIDDEN" });
    }
    expect(refusalOf(await createSealed(writer, { [KEY]: recipient.jwk }))).toEqual({ code: "FORBIDDEN" });
    expect(await keptState(gateway.database)).toEqual(before);
    expect((await set(writer, id, { [KEY]: recipient.jwk, name: "Same key" })).errors).toEqual([]);
    const rotator = await organization.client(Role.DEVELOPER, [APPLICATION_READ, APPLICATION_WRITE, SECRET_ROTATE]);
    expect((await set(rotator, id, { [KEY]: other.jwk })).errors).toEqual([]);
  });

  it("is an OWNER's under ownerOnlySecretRotation", async () => {
    const { id } = await keeping({ ownerOnlySecretRotation: true });
    for (const key of [other.jwk, null]) {
      const { errors, data } = await set(organization.admin, id, { [KEY]: key });
      expect([errors[0]?.extensions.code, data.updateOAuthApplication]).toEqual(["FORBIDDEN", null]);
      expect(errors[0]?.message).toContain(KEY);
    }
    expect((await set(organization.admin, id, { [KEY]: { ...recipient.jwk, kid: "same" } })).errors).toEqual([]);
    expect((await set(organization.owner, id, { [KEY]: other.jwk })).errors).toEqual([]);
  });

  it("of a member is only for who holds all its permissions", async () => {
    const { application } = await serviceAccount(gateway, organization, "ADMIN");
    const developer = await set(organization.developer, application.id, { [KEY]: recipient.jwk });
    expect(refusalOf(developer)).toEqual({ code: "FORBIDDEN" });
    expect((await set(organization.admin, application.id, { [KEY]: recipient.jwk })).errors).toEqual([]);
  });

  it.each([KEY, "selfRotationEnabled"])(
    "%s is never the application's own to change, nor any token's that it issued",
    async (setting) => {
      const input = { [setting]: setting === KEY ? other.jwk : true };
      const home = await gateway.organization();
      const { application, signIn } = await serviceAccount(gateway, home, "OWNER");
      await addedMember(home.owner, { subject: "owner", role: "OWNER" });
      const issue = async (client: GraphqlClient) => {
        const { createApiToken } = await client.ok(
          'mutation { createApiToken(input: { name: "Child", role: OWNER }) { token } }',
        );
        return new GraphqlClient(gateway.url, createApiToken.token);
      };
      const itself = await signIn();
      const child = await issue(itself);
      const grandchild = await issue(child);
      const neighbour = await createClient(home.owner);
      const before = await keptState(gateway.database);
      for (const actor of [itself, child, grandchild]) {
        const { errors, data } = await set(actor, application.id, input);
        expect([errors[0]?.extensions.code, data.updateOAuthApplication]).toEqual(["FORBIDDEN", null]);
        expect(errors[0]?.message).toMatch(/its own/);
      }
      expect(await keptState(gateway.database)).toEqual(before);
      // What is another one's, or no change, is not kept from it.
      expect((await set(grandchild, neighbour.id, input)).errors).toEqual([]);
      expect(
        (await set(itself, application.id, { name: "Renamed", [KEY]: null, selfRotationEnabled: false })).errors,
      ).toEqual([]);
      const token = await issue(home.owner);
      expect((await set(token, application.id, input)).errors).toEqual([]);
    },
  );

  it("is not lost by a failing seal, and nothing else happens", async () => {
    const { id, clientId, clientSecret } = await keeping();
    const before = await keptState(gateway.database);
    const { subtle } = crypto;
    const { deriveBits } = subtle;
    subtle.deriveBits = () => Promise.reject(new Error("no key agreement"));
    const answer = await rotateSealed(organization.owner, id).finally(() => {
      subtle.deriveBits = deriveBits;
    });
    expect(refusalOf(answer)).toEqual({ code: "INTERNAL_SERVER_ERROR" });
    expect(await keptState(gateway.database)).toEqual(before);
    expect((await organization.admin.verify(clientId, clientSecret)).active).toBe(true);
  });
});

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import {
  basic,
  type Client,
  createClient,
  postForm,
  requestToken,
  startOauthGateway,
} from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";
import { changed, read } from "../support/organization/oauth-applications.js";
import { newRecipient } from "../support/organization/recipients.js";

const HOUR = 3_600_000;

// Who has a copy of the secret asks first; the application, which does not know of it, asks afterwards.
describe.each(DATABASE_KINDS)("a thief with the secret of an application that rotates itself, on %s", (kind) => {
  let gateway: TestGateway;
  let behind: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
    behind = await startOauthGateway(kind, { database: gateway.database });
    behind.advance(-30_000);
  });
  afterAll(async () => {
    await behind.stop();
    await gateway.stop();
  });

  const advance = (milliseconds: number) => {
    for (const one of [gateway, behind]) one.advance(milliseconds);
  };
  const ask = ({ clientId, clientSecret }: Client, form: Record<string, string> = {}, { url } = gateway) =>
    postForm(`${url}/oauth/client_secret`, form, {
      authorization: basic(clientId, clientSecret),
      "idempotency-key": randomUUID(),
    });
  const getsToken = async (client: Client) => (await requestToken(gateway.url, client)).status === 200;

  const start = async (input: Record<string, unknown> = {}) => {
    const { owner, admin, developer } = await gateway.organization();
    const client = await createClient(owner, { selfRotationEnabled: true, secretOverlapSeconds: 3600, ...input });
    const contests = () => listEvents(admin, { targetId: client.id, action: "client_secret.rotation_contested" });
    const contestedAt = async () => (await read(developer, client.id, "secretContestedAt")).secretContestedAt;
    const step = (mutation: Parameters<typeof changed>[1]) =>
      changed(owner, mutation, { oauthApplicationId: client.id, force: true });
    return { owner, developer, client, contests, contestedAt, step };
  };
  /** Both have asked for a next secret, the thief first. */
  const contested = async (input: Record<string, unknown> = {}) => {
    const started = await start(input);
    const { client, contests } = started;
    const { json } = await ask(client);
    await ask(client);
    const [{ createdAt } = { createdAt: "" }] = await contests();
    return { ...started, at: createdAt, thief: { ...client, clientSecret: json.client_secret as string } };
  };

  it("gets nothing that he can open where a key is kept, and locks nobody out", async () => {
    const { owner, client, contests } = await start();
    const [recipient, thief] = [newRecipient(), newRecipient()];
    const secretRecipientKey = recipient.jwk;
    await changed(owner, "updateOAuthApplication", { oauthApplicationId: client.id, secretRecipientKey });
    expect((await ask(client, { recipient_key: JSON.stringify(thief.jwk) })).status).toBe(400);
    const { text, json } = await ask(client);
    expect(text).not.toContain("ogs_");
    expect(() => thief.open(json.sealed_client_secret)).toThrow();
    // The application learns that it was not the first, and so does who reads the audit log.
    expect(await ask(client)).toMatchObject({ status: 409, json: { error: "rotation_open" } });
    expect(await contests()).toHaveLength(1);
    // What nobody can use is undone, and then the application has its turn.
    advance(HOUR);
    expect(await getsToken(client)).toBe(true);
    const own = recipient.open((await ask(client)).json.sealed_client_secret).plaintext;
    expect(await getsToken({ ...client, clientSecret: own })).toBe(true);
  });

  it("gets the next secret without one, but cannot hurry the old one's end, and loses all to REVOKE", async () => {
    const { owner, client, contests } = await start();
    const { json } = await ask(client, {
      overlap_seconds: "0",
      previous_secret: "REVOKE",
      confirm_within_seconds: "60",
    });
    const stolen = { ...client, clientSecret: json.client_secret };
    const { json: token } = await requestToken(gateway.url, stolen);
    // The overlap is the application's: it goes on for its hour, and is told.
    expect(await getsToken(client)).toBe(true);
    const told = await ask(client);
    expect(told).toMatchObject({ status: 409, json: { error: "rotation_open" } });
    expect(told.json.rotation_ends_at * 1000 - gateway.now()).toBeGreaterThan(HOUR - 60_000);
    expect(await contests()).toHaveLength(1);
    const { data } = await owner.rotate(client.id, { previousSecret: "REVOKE" });
    expect([await getsToken(client), await getsToken(stolen), (await ask(stolen)).status]).toEqual([false, false, 401]);
    const own = { ...client, clientSecret: data.rotateSecret.clientSecret };
    const { json: seen } = await postForm(
      `${gateway.url}/oauth/introspect`,
      { token: token.access_token },
      { authorization: basic(own.clientId, own.clientSecret) },
    );
    expect(seen).toEqual({ active: false });
  });

  describe("is told of on the application", () => {
    it("from the moment when two have asked, to whoever sees its secrets", async () => {
      const { developer, client, contestedAt, contests } = await start();
      await ask(client);
      expect(await contestedAt()).toBeNull();
      await ask(client);
      const [event] = await contests();
      expect(await contestedAt()).toBe(event?.createdAt);
      const { secrets } = await read(developer, client.id, "secrets { id contestedAt }");
      const [asked] = secrets.filter((secret: { contestedAt: string | null }) => secret.contestedAt !== null);
      expect(asked).toEqual({ id: event?.details.secretId, contestedAt: event?.createdAt });
    });

    it("also when the other one asks a gateway whose clock is behind, and once for its many tries", async () => {
      const { developer, client, contests, contestedAt, step } = await start();
      await ask(client);
      for (let n = 0; n < 3; n++) expect((await ask(client, {}, behind)).status).toBe(409);
      expect(await contests()).toHaveLength(1);
      const { secrets } = await read(developer, client.id, "secrets { status contestedAt }");
      expect(secrets).toEqual([
        { status: "CURRENT", contestedAt: null },
        { status: "PREVIOUS", contestedAt: expect.any(String) },
      ]);
      await step("completeSecretRotation");
      expect(await contestedAt()).toBe(secrets[1].contestedAt);
    });

    it("as long as the secret that asked works, also after the rotation", async () => {
      const { step, at, contestedAt } = await contested();
      await step("cancelSecretRotation");
      advance(48 * HOUR);
      expect(await contestedAt()).toBe(at);
    });

    it("for a day when that secret has stopped, since the other one may be the thief's", async () => {
      const { step, at, contestedAt } = await contested();
      await step("completeSecretRotation");
      advance(23 * HOUR);
      expect(await contestedAt()).toBe(at);
      advance(HOUR);
      expect(await contestedAt()).toBeNull();
    });

    it("until REVOKE, which stops all that either has", async () => {
      const { owner, client, contestedAt } = await contested();
      await owner.rotate(client.id, { previousSecret: "REVOKE" });
      expect(await contestedAt()).toBeNull();
    });

    it("for that day however often the thief goes on, and no longer", async () => {
      const { owner, client, at, thief, contestedAt } = await contested({ secretOverlapSeconds: 0 });
      // Each is the first use of one and asks for the next: more than are listed.
      let stolen = thief;
      for (let n = 0; n < 21; n++) stolen = { ...client, clientSecret: (await ask(stolen)).json.client_secret };
      expect(await getsToken(stolen)).toBe(true);
      expect(await contestedAt()).toBe(at);
      const { secrets } = await read(owner, client.id, "secrets { status contestedAt }");
      expect(secrets.every((secret: { contestedAt: null }) => secret.contestedAt === null)).toBe(true);
      advance(24 * HOUR);
      expect(await contestedAt()).toBeNull();
    });

    it("not any more after REVOKE, by whatever the application fetches next", async () => {
      const { owner, client, thief, contestedAt } = await contested({ secretOverlapSeconds: 0 });
      await ask(thief);
      const { data } = await owner.rotate(client.id, { previousSecret: "REVOKE" });
      const { json } = await ask({ ...client, clientSecret: data.rotateSecret.clientSecret });
      expect(await getsToken({ ...client, clientSecret: json.client_secret })).toBe(true);
      expect(await contestedAt()).toBeNull();
    });

    it("each in a list, and not of another organization", async () => {
      const { owner, client, at } = await contested();
      const other = await owner.createApplication();
      await owner.rotate(other.id);
      const { oauthApplications } = await owner.ok("{ oauthApplications { nodes { id secretContestedAt } } }");
      expect(oauthApplications.nodes).toEqual([
        { id: other.id, secretContestedAt: null },
        { id: client.id, secretContestedAt: at },
      ]);
      const stranger = await gateway.organization();
      expect(await read(stranger.owner, client.id, "secretContestedAt")).toBeNull();
    });
  });
});

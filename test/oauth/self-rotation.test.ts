import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";
import {
  basic,
  type Client,
  createClient,
  postForm,
  requestToken,
  startOauthGateway,
} from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";
import { change, changed, read } from "../support/organization/oauth-applications.js";
import { newRecipient } from "../support/organization/recipients.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ENDPOINT = "/oauth/client_secret";
const ROTATION = "rotation { endsAt confirmBy confirmedAt reason } secrets { id status }";

describe.each(DATABASE_KINDS)("an application that rotates itself, on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  const start = async (input: Record<string, unknown> = {}) => {
    const organization = await gateway.organization();
    const { owner, admin } = organization;
    const old = await createClient(owner, { selfRotationEnabled: true, secretOverlapSeconds: 3600, ...input });
    return {
      ...organization,
      old,
      id: old.id,
      seen: () => read(owner, old.id, ROTATION),
      events: (action: string) => listEvents(admin, { targetId: old.id, action: `client_secret.${action}` }),
      with: (clientSecret: string): Client => ({ ...old, clientSecret }),
    };
  };

  /** Asks for a new secret; without a key when it is null. */
  const ask = (
    { clientId, clientSecret }: Pick<Client, "clientId" | "clientSecret">,
    key: string | null = randomUUID(),
    form: Record<string, string> = {},
  ) =>
    postForm(`${gateway.url}${ENDPOINT}`, form, {
      authorization: basic(clientId, clientSecret),
      ...(key === null ? {} : { "idempotency-key": `"${key}"` }),
    });

  const seconds = (moment: string) => Math.floor(Date.parse(moment) / 1000);

  it("is given a new secret that its first use confirms", async () => {
    const { old, seen, events, with: as, id } = await start();
    const { status, headers, json } = await ask(old);
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toContain("no-store");
    const { rotation, secrets } = await seen();
    expect(json).toEqual({
      client_id: old.clientId,
      client_secret: expect.stringMatching(/^ogs_/),
      client_secret_expires_at: seconds(rotation.confirmBy),
      previous_client_secret_expires_at: 0,
    });
    expect(rotation).toMatchObject({ reason: "CONFIRMING", endsAt: null });
    const [{ actor, wayIn, details, createdAt } = {} as never] = await events("rotated");
    expect({ actor, wayIn, details }).toMatchObject({
      actor: { id, kind: "APPLICATION" },
      wayIn: "OAUTH",
      details: { previousSecret: "CONFIRM", secretId: secrets[0].id, overlapSeconds: 3600 },
    });
    // An hour, unless it says otherwise.
    expect(Date.parse(rotation.confirmBy) - Date.parse(createdAt)).toBe(HOUR);
    expect((await requestToken(gateway.url, as(json.client_secret))).status).toBe(200);
    expect((await seen()).rotation).toMatchObject({ confirmedAt: expect.any(String), endsAt: expect.any(String) });
  });

  it("may have any grants, present its secret as it is registered, and say how long it has", async () => {
    const { old, seen } = await start({
      grantTypes: ["AUTHORIZATION_CODE"],
      tokenEndpointAuthMethod: "CLIENT_SECRET_POST",
    });
    const { clientId: client_id, clientSecret: client_secret } = old;
    const form = { client_id, client_secret, confirm_within_seconds: "60" };
    const { status, json } = await postForm(`${gateway.url}${ENDPOINT}`, form, { "idempotency-key": randomUUID() });
    expect(status).toBe(200);
    expect(json.client_secret_expires_at).toBe(seconds((await seen()).rotation.confirmBy));
    expect(json.client_secret_expires_at * 1000 - gateway.now()).toBeLessThanOrEqual(MINUTE);
  });

  it("gets the first answer again under the same key, also with the by now previous secret, until that is used", async () => {
    const { old, with: as, events, seen } = await start();
    const key = randomUUID();
    const first = await ask(old, key);
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    const again = await ask(old, key);
    expect(again).toMatchObject({ status: 200, json: first.json });
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    await requestToken(gateway.url, as(first.json.client_secret));
    const { rotation } = await seen();
    expect(await ask(old, key)).toMatchObject({
      status: 200,
      json: {
        client_secret: null,
        client_secret_expires_at: 0,
        previous_client_secret_expires_at: seconds(rotation.endsAt),
      },
    });
    expect(await events("rotated")).toHaveLength(1);
    expect(await events("rotation_contested")).toEqual([]);
  });

  describe("asked by many at once", () => {
    haveTime();

    it("does it once under one key", async () => {
      const { old, events } = await start();
      const key = randomUUID();
      const answers = await Promise.all(Array.from({ length: 6 }, () => ask(old, key)));
      expect(new Set(answers.map(({ status, json }) => `${status} ${json.client_secret}`)).size).toBe(1);
      expect(answers[0]?.status).toBe(200);
      expect(await events("rotated")).toHaveLength(1);
    });
  });

  it("rotates for no key a second time, also after it has rotated under another one", async () => {
    const { old, with: as, events, id } = await start({ secretOverlapSeconds: 0 });
    const [first, second] = [randomUUID(), randomUUID()];
    const next = as((await ask(old, first)).json.client_secret);
    const last = as((await ask(next, second)).json.client_secret ?? "");
    const again = await ask(last, first);
    expect(again).toMatchObject({ status: 200, json: { client_secret: null } });
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(await events("rotated")).toHaveLength(2);
    const kept = `SELECT 1 FROM kept_answers WHERE oauth_application_id = '${id}' AND sealed IS NOT NULL`;
    expect(await gateway.database.query(kept)).toEqual([]);
  });

  it("is refused another input under a key that is kept", async () => {
    const { old } = await start();
    const key = randomUUID();
    await ask(old, key);
    expect(await ask(old, key, { confirm_within_seconds: "60" })).toMatchObject({
      status: 422,
      json: { error: "invalid_request" },
    });
  });

  describe("with a recipient key", () => {
    it("is given its secret sealed to the key that it sends, and the same answer again", async () => {
      const { old, with: as } = await start();
      const recipient = newRecipient();
      const [key, form] = [randomUUID(), { recipient_key: JSON.stringify(recipient.jwk) }];
      const { json } = await ask(old, key, form);
      expect(Object.keys(json)).not.toContain("client_secret");
      expect(await ask(old, key, form)).toMatchObject({ status: 200, json });
      const { plaintext } = recipient.open(json.sealed_client_secret);
      expect((await requestToken(gateway.url, as(plaintext))).status).toBe(200);
    });

    it("is given it sealed to the one that it keeps, and to no other, so that a leaked secret gains nothing", async () => {
      const recipient = newRecipient();
      const { old, with: as, seen, owner, id } = await start();
      const input = { oauthApplicationId: id, secretRecipientKey: recipient.jwk };
      await changed(owner, "updateOAuthApplication", input);
      for (const { jwk } of [newRecipient(), recipient]) {
        const answer = await ask(old, randomUUID(), { recipient_key: JSON.stringify(jwk) });
        expect(answer).toMatchObject({ status: 400, json: { error: "invalid_request" } });
        expect(answer.json.error_description).toContain("recipient_key");
      }
      expect((await seen()).rotation).toBeNull();
      const { json, text } = await ask(old);
      expect(text).not.toMatch(/ogs_/);
      const { plaintext } = recipient.open(json.sealed_client_secret);
      expect((await requestToken(gateway.url, as(plaintext))).status).toBe(200);
    });
  });

  it("may do so as a member, without a permission of its own", async () => {
    const { old, owner, id, events } = await start({ grantTypes: ["CLIENT_CREDENTIALS"] });
    await owner.ok("mutation ($input: AddMemberInput!) { addMember(input: $input) { member { id } } }", {
      input: { oauthApplicationId: id, role: "OWNER" },
    });
    expect((await ask(old)).status).toBe(200);
    expect(await events("rotated")).toHaveLength(1);
  });

  describe("while a rotation is open", () => {
    it("is told until when, and has confirmed the new secret by asking with it", async () => {
      const { old, with: as, seen, events } = await start();
      const { json } = await ask(old);
      const next = as(json.client_secret);
      const answer = await ask(next);
      const { rotation } = await seen();
      expect(answer).toMatchObject({
        status: 409,
        json: { error: "rotation_open", rotation_ends_at: seconds(rotation.endsAt) },
      });
      expect(answer.headers.get("cache-control")).toContain("no-store");
      expect(rotation.confirmedAt).not.toBeNull();
      expect(await events("rotation_contested")).toEqual([]);
      gateway.advance(HOUR);
      expect((await ask(next)).status).toBe(200);
    });

    it("contests its own rotation with the previous secret under another key, once a minute", async () => {
      const { old, events, id, seen } = await start();
      await ask(old);
      for (let n = 0; n < 3; n++) {
        expect(await ask(old)).toMatchObject({ status: 409, json: { error: "rotation_open", rotation_ends_at: 0 } });
      }
      const { secrets } = await seen();
      expect(await events("rotation_contested")).toEqual([
        expect.objectContaining({
          actor: expect.objectContaining({ id, kind: "APPLICATION" }),
          wayIn: "OAUTH",
          details: { secretId: secrets[1].id },
        }),
      ]);
      gateway.advance(MINUTE);
      await ask(old);
      expect(await events("rotation_contested")).toHaveLength(2);
    });

    it("contests nothing that somebody else began", async () => {
      const { old, owner, id, events } = await start();
      await owner.rotate(id, { previousSecret: "KEEP" });
      expect(await ask(old)).toMatchObject({ status: 409, json: { rotation_ends_at: 0 } });
      expect(await events("rotation_contested")).toEqual([]);
    });

    it("loses to REVOKE, which always wins", async () => {
      const { old, owner, id, with: as } = await start();
      const key = randomUUID();
      const { json } = await ask(old, key);
      const { data } = await owner.rotate(id, { previousSecret: "REVOKE" });
      for (const secret of [old.clientSecret, json.client_secret])
        expect((await ask(as(secret), key)).status).toBe(401);
      expect((await ask(as(data.rotateSecret.clientSecret))).status).toBe(200);
    });
  });

  describe("is refused", () => {
    it("as at the token endpoint when it has not proved who it is, whatever else is wrong", async () => {
      const { old } = await start({ selfRotationEnabled: false });
      const wrong = { ...old, clientSecret: "ogs_wrong" };
      const atToken = await requestToken(gateway.url, wrong);
      const answers = [
        await ask(wrong),
        await ask(wrong, null),
        await ask(wrong, "short", { confirm_within_seconds: "no", recipient_key: "{" }),
        await ask({ clientId: "0".repeat(32), clientSecret: "x" }, null),
      ];
      for (const { status, text, headers } of answers) {
        expect({ status, text }).toEqual({ status: atToken.status, text: atToken.text });
        expect(headers.get("www-authenticate")).toBe(atToken.headers.get("www-authenticate"));
      }
    });

    it("without a key that will do", async () => {
      const { old, seen } = await start();
      for (const key of [null, "too short", "x".repeat(256), 'quoted"in-the-middle']) {
        const { status, json } = await ask(old, key);
        expect({ status, json }).toMatchObject({ status: 400, json: { error: "invalid_request" } });
        const problem = key === null ? "is required: 16 to 255 characters" : "must ";
        expect(json.error_description).toContain(`Idempotency-Key ${problem}`);
      }
      expect((await seen()).rotation).toBeNull();
    });

    it.each<Record<string, string>>([
      { confirm_within_seconds: "59" },
      { confirm_within_seconds: "7776001" },
      { confirm_within_seconds: "soon" },
      { recipient_key: "{" },
      { recipient_key: '{"kty":"oct","k":"c2VjcmV0"}' },
    ])("with the form %j", async (form) => {
      const { old, seen } = await start();
      expect(await ask(old, randomUUID(), form)).toMatchObject({ status: 400, json: { error: "invalid_request" } });
      expect((await seen()).rotation).toBeNull();
    });

    it("with a recipient_key that is nested without end", async () => {
      const { old, seen } = await start();
      const recipient_key = `{"kty":"EC","x":${"[".repeat(9_000)}${"]".repeat(9_000)}}`;
      const { status, json } = await ask(old, randomUUID(), { recipient_key });
      expect({ status, json }).toMatchObject({ status: 400, json: { error: "invalid_request" } });
      expect(json.error_description).toContain("recipient_key must be nested at most 8 levels deep");
      expect((await seen()).rotation).toBeNull();
    });

    it("where it is switched off", async () => {
      const { old, seen } = await start({ selfRotationEnabled: false });
      expect(await ask(old)).toMatchObject({ status: 400, json: { error: "unauthorized_client" } });
      expect((await seen()).rotation).toBeNull();
    });

    it("with a grant of its own at the token endpoint, as with any that nobody knows", async () => {
      const { old, seen } = await start();
      const grant_type = "urn:oauth-app-gateway:client-secret";
      const [known, unknown] = [
        await requestToken(gateway.url, old, { grant_type }),
        await requestToken(gateway.url, old, { grant_type: "urn:nobody" }),
      ];
      expect({ status: known.status, text: known.text }).toEqual({ status: unknown.status, text: unknown.text });
      expect((await seen()).rotation).toBeNull();
    });

    it("with a secret that has stopped", async () => {
      const { old, id, owner } = await start();
      await owner.rotate(id, { previousSecret: "REVOKE" });
      expect((await ask(old)).status).toBe(401);
      await changed(owner, "updateOAuthApplication", { oauthApplicationId: id, enabled: false });
      expect((await change(owner, "completeSecretRotation", { oauthApplicationId: id })).errors).toHaveLength(1);
    });
  });
});

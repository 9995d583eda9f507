import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { keptState } from "../support/databases/kept-state.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { type Answer, GraphqlClient } from "../support/gateway/graphql-client.js";
import { postGraphql } from "../support/gateway/http-exchange.js";
import { listEvents } from "../support/organization/audit-events.js";
import { refusalOf } from "../support/organization/oauth-applications.js";
import {
  createSealed,
  issueSealed,
  newRecipient,
  RECIPIENT_KINDS,
  type Recipient,
  rotateSealed,
} from "../support/organization/recipients.js";

const MARK = "do-not-repeat-me";
const ALGORITHMS = {
  "P-256": "ECDH-ES+A256KW",
  "P-384": "ECDH-ES+A256KW",
  X25519: "ECDH-ES+A256KW",
  RSA: "RSA-OAEP-256",
} as const;

type Sealing = (organization: TestOrganization, id: string, recipientKey: unknown) => Promise<Answer>;

/** The three mutations that take a key, each with both forms selected. */
const SEALING: Record<string, Sealing> = {
  createOAuthApplication: ({ owner }, _id, recipientKey) => createSealed(owner, { recipientKey }),
  rotateSecret: ({ owner }, id, recipientKey) => rotateSealed(owner, id, { recipientKey }),
  createApiToken: ({ owner }, _id, recipientKey) => issueSealed(owner, { recipientKey }),
};

/** What a key is refused for, beyond what test/model/recipient-key.test.ts has. */
const BAD_KEYS: Record<string, unknown> = {
  text: MARK,
  "a list": [MARK],
  "another kind of key": { kty: "oct", kid: MARK },
  "a private key": { ...newRecipient("X25519").privateJwk, kid: MARK },
  "another use": { ...newRecipient().jwk, use: MARK },
  "another alg": { ...newRecipient().jwk, alg: MARK },
  "a coordinate that is none": { ...newRecipient().jwk, x: MARK },
  "what is too long": { ...newRecipient().jwk, x5c: [MARK.repeat(1100)] },
  "a curve that cannot be text": { kty: "EC", crv: { toString: MARK }, valueOf: 1 },
};

describe.each(DATABASE_KINDS)("a secret that is sealed, on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let application: { id: string; clientId: string };
  let recipient: Recipient;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    organization = await gateway.organization();
    application = await organization.owner.createApplication({ grantTypes: ["CLIENT_CREDENTIALS"] });
    recipient = newRecipient();
  });
  afterAll(() => gateway.stop());

  const verified = async (clientId: string, clientSecret: string) =>
    (await organization.admin.verify(clientId, clientSecret)).active;

  describe.each(RECIPIENT_KINDS)("to %s", (keyKind) => {
    const own = newRecipient(keyKind);

    it("is a JWE of the secret's bytes and nothing else, which works", async () => {
      const { data, text } = await createSealed(organization.owner, { recipientKey: own.jwk });
      const { clientSecret, sealedClientSecret, oauthApplication } = data.createOAuthApplication;
      expect(clientSecret).toBeNull();
      const { header, plaintext } = own.open(sealedClientSecret);
      const { epk, ...named } = header;
      expect(named).toEqual({ alg: ALGORITHMS[keyKind], enc: "A256GCM", kid: own.thumbprint });
      expect(Object.keys(epk ?? {}).sort()).toEqual(
        { "P-256": ["crv", "kty", "x", "y"], "P-384": ["crv", "kty", "x", "y"], X25519: ["crv", "kty", "x"], RSA: [] }[
          keyKind
        ],
      );
      expect(plaintext).toMatch(/^ogs_[0-9A-Za-z]{49}$/);
      expect(text).not.toContain(plaintext);
      expect(await verified(oauthApplication.clientId, plaintext)).toBe(true);
    });

    it("is one after a rotation, beside the hint", async () => {
      const { data } = await rotateSealed(organization.owner, application.id, { recipientKey: own.jwk });
      const { clientSecret, sealedClientSecret, secret } = data.rotateSecret;
      const { plaintext } = own.open(sealedClientSecret);
      expect(clientSecret).toBeNull();
      expect(secret.hint).toBe(`ogs_…${plaintext.slice(-4)}`);
      expect(await verified(application.clientId, plaintext)).toBe(true);
    });

    it("may be an API token, which signs in", async () => {
      const { data } = await issueSealed(organization.owner, { recipientKey: own.jwk });
      const { token, sealedToken } = data.createApiToken;
      expect(token).toBeNull();
      const { viewer } = await new GraphqlClient(gateway.url, own.open(sealedToken).plaintext).ok(
        "{ viewer { role } }",
      );
      expect(viewer.role).toBe("VIEWER");
    });
  });

  it("takes a key that says what it is for, and heeds no kid", async () => {
    const described = { ...recipient.jwk, use: "enc", alg: "ECDH-ES+A256KW", kid: "mine", key_ops: [], ext: true };
    const { data } = await rotateSealed(organization.owner, application.id, { recipientKey: described });
    expect(recipient.open(data.rotateSecret.sealedClientSecret).header.kid).toBe(recipient.thumbprint);
  });

  it("takes a key that is written into the document", async () => {
    const { kty, crv, x, y } = recipient.jwk;
    const key = `{ kty: "${kty}", crv: "${crv}", x: $x, y: "${y}" }`;
    const rotate = `rotateSecret(input: { oauthApplicationId: $id, previousSecret: REVOKE, recipientKey: ${key} })`;
    const send = (fields: string) =>
      organization.owner.send(`mutation ($id: ID!, $x: String!) { ${rotate} { ${fields} } }`, {
        id: application.id,
        x,
      });
    const { data } = await send("clientSecret sealedClientSecret");
    expect(data.rotateSecret.clientSecret).toBeNull();
    expect(recipient.open(data.rotateSecret.sealedClientSecret).plaintext).toMatch(/^ogs_/);
    expect(refusalOf(await send("clientSecret"))).toMatchObject({ field: "sealedClientSecret" });
  });

  it.each(Object.entries(SEALING))("is plaintext by %s without a key, also where that is null", async (name, send) => {
    for (const none of [undefined, null]) {
      const { [name]: payload } = (await send(organization, application.id, none)).data;
      expect(payload.clientSecret ?? payload.token).toMatch(/^og[st]_/);
      expect(payload.sealedClientSecret ?? payload.sealedToken ?? null).toBeNull();
    }
  });

  it("is told of in the audit log by its key's thumbprint alone", async () => {
    const own = newRecipient("X25519");
    const created = (await createSealed(organization.owner, { recipientKey: own.jwk })).data.createOAuthApplication;
    await rotateSealed(organization.owner, created.oauthApplication.id, { recipientKey: own.jwk });
    const issued = (await issueSealed(organization.owner, { recipientKey: own.jwk })).data.createApiToken;
    const events = await listEvents(organization.owner);
    const sealed = events.filter(({ details }) => details.sealedTo === own.thumbprint);
    expect(sealed.map(({ action }) => action)).toEqual([
      "api_token.created",
      "client_secret.rotated",
      "oauth_application.created",
    ]);
    const kept = JSON.stringify(events);
    for (const secret of [created.sealedClientSecret, issued.sealedToken]) {
      expect(kept).not.toContain(secret);
      expect(kept).not.toContain(own.open(secret).plaintext);
    }
  });

  it("is in no log, sealed or not", async () => {
    const { data } = await rotateSealed(organization.owner, application.id, { recipientKey: recipient.jwk });
    const { sealedClientSecret } = data.rotateSecret;
    expect(gateway.log()).toContain("request");
    expect(gateway.log()).not.toContain(sealedClientSecret);
    expect(gateway.log()).not.toContain(recipient.open(sealedClientSecret).plaintext);
  });

  describe.each(Object.entries(SEALING))("by %s", (name, send) => {
    it.each(Object.entries(BAD_KEYS))("refuses %s without repeating, keeping or logging it", async (_what, key) => {
      const before = await keptState(gateway.database);
      const answer = await send(organization, application.id, key);
      const { code } = refusalOf(answer);
      expect(code).toBe("BAD_USER_INPUT");
      expect(answer.text).toContain("recipientKey");
      expect(answer.text).not.toContain(MARK);
      expect(await keptState(gateway.database)).toEqual(before);
      expect(gateway.log()).not.toContain(MARK);
      const { d } = key as { d?: string };
      if (d) for (const text of [answer.text, gateway.log()]) expect(text).not.toContain(d);
    });

    it("is refused before anything runs when it is not selected", async () => {
      const sealed = name === "createApiToken" ? "sealedToken" : "sealedClientSecret";
      const plain = name === "createApiToken" ? "token" : "clientSecret";
      const input = {
        createOAuthApplication: { name: "Lost", recipientKey: recipient.jwk },
        rotateSecret: { oauthApplicationId: application.id, recipientKey: recipient.jwk },
        createApiToken: { name: "Lost", role: "VIEWER", recipientKey: recipient.jwk },
      }[name];
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
      const before = await keptState(gateway.database);
      for (const fields of [plain, "__typename", `${plain} ${sealed} @include(if: $see)`, `${sealed}: __typename`]) {
        const document = `mutation ($input: ${type}!, $see: Boolean = false) {
          first: createOAuthApplication(input: { name: "Not run" }) { __typename }
          second: ${name}(input: $input) { ${fields} }
          third: createOAuthApplication(input: { name: "Not run" }) { __typename @include(if: $see) clientSecret }
        }`;
        const answer = await organization.owner.send(document, { input });
        expect(answer.data ?? null).toBeNull();
        expect(refusalOf(answer)).toEqual({ code: "BAD_USER_INPUT", field: sealed, rule: "selected" });
      }
      expect(await keptState(gateway.database)).toEqual(before);
    });
  });

  it("is not sealed to what only a raw body can say, which is refused and not a failure", async () => {
    const before = await keptState(gateway.database);
    const { x, y } = recipient.jwk;
    const odd = {
      "a prototype": `{"__proto__": ${JSON.stringify(recipient.jwk)}}`,
      "a member twice, the last one private": `{"kty": "EC", "crv": "P-256", "x": "${x}", "y": "${y}", "d": null, "d": "${x}"}`,
      "the type twice, the last one another": `{"kty": "EC", "crv": "P-256", "x": "${x}", "y": "${y}", "kty": "OKP"}`,
      "lists in lists": `{"kty": ${"[".repeat(50)}${"]".repeat(50)}}`,
      "200 KiB": `{"kty": "${"x".repeat(200_000)}"}`,
    };
    for (const [what, key] of Object.entries(odd)) {
      const query = "mutation ($input: RotateSecretInput!) { rotateSecret(input: $input) { sealedClientSecret } }";
      const variables = `{"input": {"oauthApplicationId": "${application.id}", "recipientKey": ${key}}}`;
      const body = `{"query": ${JSON.stringify(query)}, "variables": ${variables}}`;
      const { status, text } = await postGraphql(gateway.url, organization.owner.token, body);
      expect(status, what).toBeLessThan(500);
      expect(JSON.parse(text).errors[0].extensions.code, what).toMatch(/^BAD_(?:USER_INPUT|REQUEST)$/);
    }
    expect(await keptState(gateway.database)).toEqual(before);
  });

  it("cannot be had where only the sealed form is selected and there is no key", async () => {
    const before = await keptState(gateway.database);
    const rotated = await rotateSealed(organization.owner, application.id, {}, "sealedClientSecret");
    expect(refusalOf(rotated)).toEqual({ code: "BAD_USER_INPUT", field: "clientSecret", rule: "selected" });
    const issued = await issueSealed(organization.owner, {}, "sealedToken");
    expect(refusalOf(issued)).toEqual({ code: "BAD_USER_INPUT", field: "token", rule: "selected" });
    expect(await keptState(gateway.database)).toEqual(before);
  });

  it("can be had without the plaintext's field", async () => {
    const input = { recipientKey: recipient.jwk };
    const [rotated, issued, created] = [
      await rotateSealed(organization.owner, application.id, input, "shown: sealedClientSecret"),
      await issueSealed(organization.owner, input, "... { shown: sealedToken }"),
      await createSealed(organization.owner, input, "shown: sealedClientSecret"),
    ];
    for (const { data } of [rotated, issued, created]) {
      const [{ shown }] = Object.values(data) as [{ shown: string }];
      expect(recipient.open(shown).plaintext).toMatch(/^og[st]_/);
    }
  });

  it("is none for a public application, which takes no key at its registration", async () => {
    const answer = await createSealed(organization.owner, {
      grantTypes: [],
      public: true,
      recipientKey: recipient.jwk,
    });
    expect(refusalOf(answer)).toMatchObject({ code: "BAD_USER_INPUT", field: "recipientKey", rule: "public" });
  });

  it("that cannot be sealed changes nothing", async () => {
    const before = await keptState(gateway.database);
    const { subtle } = crypto;
    const { deriveBits } = subtle;
    subtle.deriveBits = () => Promise.reject(new Error("no key agreement"));
    try {
      for (const [name, send] of Object.entries(SEALING)) {
        expect(refusalOf(await send(organization, application.id, recipient.jwk)), name).toEqual({
          code: "INTERNAL_SERVER_ERROR",
        });
      }
    } finally {
      subtle.deriveBits = deriveBits;
    }
    expect(await keptState(gateway.database)).toEqual(before);
  });
});

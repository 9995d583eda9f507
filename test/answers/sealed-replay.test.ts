import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { refusalOf } from "../support/organization/oauth-applications.js";
import { createSealed, newRecipient } from "../support/organization/recipients.js";
import { newKey } from "../support/organization/repeated-requests.js";

describe.each(DATABASE_KINDS)("a repeated answer to a sealed secret, on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  const SELECTED = "replayed clientSecret sealedClientSecret oauthApplication { id clientId }";

  it("has the same JWE until the secret is used, and null in both forms afterwards", async () => {
    const { developer, admin } = await gateway.organization();
    const recipient = newRecipient();
    const input = { recipientKey: recipient.jwk, idempotencyKey: newKey() };
    const create = async () => (await createSealed(developer, input, SELECTED)).data.createOAuthApplication;
    const first = await create();
    expect(await create()).toEqual({ ...first, replayed: true });
    const { plaintext } = recipient.open(first.sealedClientSecret);
    expect(await admin.verify(first.oauthApplication.clientId, plaintext)).toMatchObject({ active: true });
    expect(await create()).toMatchObject({ replayed: true, clientSecret: null, sealedClientSecret: null });
  });

  it("is CONFLICT with another recipient key, and BAD_USER_INPUT where it is not selected", async () => {
    const { developer, owner } = await gateway.organization();
    const [recipient, another] = [newRecipient(), newRecipient()];
    const created = await createSealed(owner, { secretRecipientKey: recipient.jwk }, SELECTED);
    const { id } = created.data.createOAuthApplication.oauthApplication;
    const idempotencyKey = newKey();
    const rotate = (more: object, selection: string) =>
      developer.send(`mutation ($input: RotateSecretInput!) { rotateSecret(input: $input) { ${selection} } }`, {
        input: { oauthApplicationId: id, idempotencyKey, ...more },
      });
    const first = await rotate({}, "replayed sealedClientSecret clientSecret");
    expect(first.data.rotateSecret).toMatchObject({ replayed: false, clientSecret: null });
    const { sealedClientSecret } = first.data.rotateSecret;
    expect(refusalOf(await rotate({ recipientKey: another.jwk }, "sealedClientSecret"))).toMatchObject({
      code: "CONFLICT",
    });
    expect(refusalOf(await rotate({}, "clientSecret"))).toMatchObject({
      code: "BAD_USER_INPUT",
      field: "sealedClientSecret",
    });
    const second = await rotate({}, "replayed sealedClientSecret");
    expect(second.data.rotateSecret).toEqual({ replayed: true, sealedClientSecret });
  });
});

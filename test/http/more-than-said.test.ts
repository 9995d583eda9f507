import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { expectRefusal, sendRaw } from "../support/gateway/http-exchange.js";

describe.each(DATABASE_KINDS)("on %s, a rotation with more behind it than its length says", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  const rotation = (id: string) => {
    const query = `mutation { rotateSecret(input: { oauthApplicationId: "${id}", previousSecret: REVOKE }) { clientSecret } }`;
    const body = JSON.stringify({ query });
    const head = [
      "POST /graphql HTTP/1.1",
      "Host: a",
      `Authorization: Bearer ${organization.owner.token}`,
      "Content-Type: application/json",
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    return `${head.join("\r\n")}\r\n\r\n${body}`;
  };

  it.each([
    ["noise", "x y z\r\n\r\n"],
    ["one character", "}"],
    ["TLS", "\x16\x03\x01\x00\xc8"],
  ])("is answered before %s is refused", async (_title, behind) => {
    const { id, clientId } = await organization.owner.createApplication();
    const [rotated, refused, ...others] = await sendRaw(gateway.url, rotation(id) + behind);
    const { clientSecret } = JSON.parse(rotated?.text ?? "").data.rotateSecret;
    expect(await organization.admin.verify(clientId, clientSecret)).toMatchObject({ active: true });
    expect(others).toEqual([]);
    if (refused) expect(expectRefusal(refused)[0]?.extensions.code).toBe("BAD_REQUEST");
  });

  it("is answered before another one that is whole", async () => {
    const { id } = await organization.owner.createApplication();
    const answers = await sendRaw(gateway.url, `${rotation(id)}${rotation(id)}noise\r\n\r\n`);
    const secrets = answers.slice(0, 2).map(({ text }) => JSON.parse(text).data.rotateSecret.clientSecret);
    expect(secrets).toEqual([expect.stringMatching(/^ogs_/), expect.stringMatching(/^ogs_/)]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { holdRow } from "../support/databases/held-row.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { createClient, startOauthGateway, tokenOf } from "../support/oauth/oauth-endpoints.js";
import { read } from "../support/organization/oauth-applications.js";

describe("the use of a secret whose row somebody holds in PostgreSQL", () => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startOauthGateway("postgres");
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  const usedClient = async () => {
    const client = await createClient(organization.developer);
    await tokenOf(gateway.url, client);
    const [secret] = (await read(organization.developer, client.id, "secrets { id }")).secrets;
    return { ...client, secretId: secret.id as string };
  };
  const useCountOf = async (secretId: string) => {
    const [row] = await gateway.database.query(`SELECT use_count FROM client_secrets WHERE id = '${secretId}'`);
    return row?.use_count;
  };
  const rotate = (id: string) => organization.developer.rotate(id, { previousSecret: "KEEP" });

  it("holds up no token, no rotation and no noting of another one, and is noted when it is let go", async () => {
    const [one, other] = [await usedClient(), await usedClient()];
    const held = await holdRow(gateway.database, "client_secrets", one.secretId);
    await Promise.all([tokenOf(gateway.url, one), tokenOf(gateway.url, other)]);
    const { errors } = await rotate(other.id);
    expect(errors).toEqual([]);
    expect([await useCountOf(one.secretId), await useCountOf(other.secretId)]).toEqual([1, 2]);
    await held.release();
    await expect.poll(() => useCountOf(one.secretId)).toBe(2);
  });

  it("holds up a change that it decides about, which is refused and changes nothing", async () => {
    const client = await usedClient();
    const held = await holdRow(gateway.database, "client_secrets", client.secretId);
    await tokenOf(gateway.url, client);
    const { errors } = await rotate(client.id);
    await held.release();
    expect(errors).toMatchObject([{ extensions: { code: "SERVICE_UNAVAILABLE", retryAfterSeconds: 1 } }]);
    expect((await rotate(client.id)).errors).toEqual([]);
    const { rotation } = await read(organization.developer, client.id, "rotation { previousSecretUses }");
    expect(rotation).toEqual({ previousSecretUses: 0 });
    expect(await useCountOf(client.secretId)).toBe(2);
  });
});

import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { PATIENCE_MS, Patience } from "../../src/model/patience.js";
import { holdRow } from "../support/databases/held-row.js";
import { watchAskedChanges } from "../support/gateway/asked-changes.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { haveTime, haveTimeForRows } from "../support/gateway/have-time.js";
import { patiently } from "../support/gateway/patience.js";
import { createClient, startOauthGateway, tokenOf } from "../support/oauth/oauth-endpoints.js";
import { change, read } from "../support/organization/oauth-applications.js";

const QUIET_SECONDS = 600;

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

  describe("for as long as it takes", () => {
    haveTime();

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

    it("holds up all changes that it decides about, which are decided by it when it is let go", async () => {
      const { developer, admin } = organization;
      const client = await usedClient();
      const oauthApplicationId = client.id;
      await change(developer, "updateOAuthApplication", { oauthApplicationId, secretQuietSeconds: QUIET_SECONDS });
      const current = (await rotate(client.id)).data.rotateSecret.clientSecret;
      await admin.verify(client.clientId, current);
      gateway.advance(2 * QUIET_SECONDS * 1000);
      const held = await holdRow(gateway.database, "client_secrets", client.secretId);
      expect(await admin.verify(client.clientId, client.clientSecret)).toMatchObject({ active: true });
      const asked = watchAskedChanges();
      const complete = () => change(developer, "completeSecretRotation", { oauthApplicationId });
      const completed = [complete(), complete(), complete()];
      await asked.of(3);
      await held.waited();
      await held.release();
      const codes = (await Promise.all(completed)).map(({ errors }) => errors[0]?.extensions.code);
      expect(codes).toEqual(["CONFLICT", "CONFLICT", "CONFLICT"]);
      expect(await admin.verify(client.clientId, client.clientSecret)).toMatchObject({ active: true });
    });

    it("is noted before the gateway ends, when it is let go in time", async () => {
      const client = await usedClient();
      const other = await startOauthGateway("postgres", { database: gateway.database });
      const held = await holdRow(gateway.database, "client_secrets", client.secretId);
      await tokenOf(other.url, client);
      const stopped = other.stop();
      await held.waited();
      await held.release();
      await stopped;
      expect(await useCountOf(client.secretId)).toBe(2);
    });
  });

  describe("longer than a sender waits", () => {
    haveTimeForRows();

    it("holds up a change that it decides about, which is refused and changes nothing", async () => {
      const client = await usedClient();
      const held = await holdRow(gateway.database, "client_secrets", client.secretId);
      await tokenOf(gateway.url, client);
      const { errors } = await rotate(client.id);
      await held.release();
      expect(errors).toMatchObject([{ extensions: { code: "SERVICE_UNAVAILABLE", retryAfterSeconds: 1 } }]);
      const again = await patiently(() => rotate(client.id), "the noting that has waited for the row");
      expect(again.errors).toEqual([]);
      const { rotation } = await read(organization.developer, client.id, "rotation { previousSecretUses }");
      expect(rotation).toEqual({ previousSecretUses: 0 });
      expect(await useCountOf(client.secretId)).toBe(2);
    });

    it("holds up a change no longer than its sender waits, also while the noting still waits", async () => {
      const client = await usedClient();
      const held = await holdRow(gateway.database, "client_secrets", client.secretId);
      await tokenOf(gateway.url, client);
      const left = vi.spyOn(Patience.prototype, "left", "get").mockImplementation(function (this: Patience) {
        return Reflect.get(this, "milliseconds") === PATIENCE_MS ? 600 : 60_000;
      });
      onTestFinished(() => left.mockRestore());
      const { errors } = await rotate(client.id);
      await held.waited();
      await held.release();
      expect(errors).toMatchObject([{ extensions: { code: "SERVICE_UNAVAILABLE", retryAfterSeconds: 1 } }]);
      await expect.poll(() => useCountOf(client.secretId)).toBe(2);
      expect((await read(organization.developer, client.id, "hasRotatedSecret")).hasRotatedSecret).toBe(false);
    });
  });
});

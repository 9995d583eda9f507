import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isWellFormedSecret } from "../../src/model/secret.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import {
  contractOrganization,
  expectRefused,
  isGood,
  itWhere,
} from "../support/dialects/contracts/contract-organization.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { createClient, introspect, startOauthGateway, tokenOf } from "../support/oauth/oauth-endpoints.js";

describe.each(DATABASE_KINDS)("on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  describe.each(CONTRACTS)("$dialect", (contract) => {
    const { names } = contract;
    const open = () => contractOrganization(gateway, contract);

    it("shows a new application's secret, which works, with exactly the promised fields", async () => {
      const { call, admin, application } = await open();
      const answer = await call({ ...contract.create, body: () => contract.creation("Shop") });
      expect(answer.status).toBe(contract.create.status);
      expect(answer.headers.get("content-type")).toBe("application/json");
      const shown = answer.body.result ?? answer.body;
      expect(Object.keys(shown).sort()).toEqual([...contract.create.keys].sort());
      expect(isWellFormedSecret(contract.create.createdOf(answer.body).clientSecret, "ogs_")).toBe(true);
      const { clientId, clientSecret } = await application();
      expect(await isGood(gateway, admin, clientId, clientSecret)).toBe(true);
      expect(clientId).toMatch(/^[0-9a-f]{32}$/);
    });

    it("reads an application back without its secret", async () => {
      const { as, call, application } = await open();
      const { key, clientId, clientSecret } = await application("Shop");
      const answer = await call(contract.get, key, as("developer"));
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toBe("application/json");
      const read = contract.get.applicationOf(answer.body);
      expect(Object.keys(read).sort()).toEqual([...contract.get.keys].sort());
      expect(read).toMatchObject({ [names.name]: "Shop", [names.clientId]: clientId });
      expect(answer.text).not.toContain(clientSecret.slice(4, 44));
      expect(answer.text).not.toContain('client_secret"');
    });

    it("lists its organization's applications, newest first, each as it is read", async () => {
      const { call, application, as } = await open();
      const developer = as("developer");
      const keys = [];
      for (const name of ["First", "Second", "Third"]) keys.unshift((await application(name)).key);
      await (await open()).application("Of somebody else");
      const answer = await call(contract.list, "", developer);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toBe("application/json");
      const read = [];
      for (const key of keys) read.push(contract.get.applicationOf((await call(contract.get, key, developer)).body));
      expect(contract.list.applicationsOf(answer.body)).toEqual(read);
      expect(read.map((application) => application[names.name])).toEqual(["Third", "Second", "First"]);
    });

    it("lists nothing where there is nothing", async () => {
      const { call } = await open();
      const { status, body } = await call(contract.list);
      expect([status, contract.list.applicationsOf(body)]).toEqual([200, []]);
    });

    itWhere(contract.update !== undefined)(
      "changes what an update names and keeps the rest, the secret included",
      async () => {
        const { call, admin, application } = await open();
        const { key, clientId, clientSecret } = await application("Shop");
        const before = contract.get.applicationOf((await call(contract.get, key)).body);
        gateway.advance(2000);
        const answer = await call(contract.update as NonNullable<typeof contract.update>, key);
        expect(answer.status).toBe(200);
        const after = contract.get.applicationOf(answer.body);
        const updatedAt = ["updated_at", "lastUpdatedAt"].find((name) => name in after) ?? "";
        expect(after).toEqual({ ...before, [names.name]: "Renamed", [updatedAt]: expect.anything() });
        expect(after[updatedAt]).not.toBe(before[updatedAt]);
        expect(contract.get.applicationOf((await call(contract.get, key)).body)).toEqual(after);
        expect(await isGood(gateway, admin, clientId, clientSecret)).toBe(true);
      },
    );

    it("deletes an application for good: it is gone, its secret dead and its tokens revoked", async () => {
      const { call, admin, owner, developer, application } = await open();
      const { key, id, clientId, clientSecret } = await application();
      const other = await application("Stays");
      const onlooker = await createClient(developer);
      const token = await tokenOf(gateway.url, { clientId, clientSecret });
      expect((await introspect(gateway.url, onlooker, token)).json).toMatchObject({ active: true });

      const answer = await call(contract.delete, key);
      expect(answer.status).toBe(contract.delete.status);
      expect(answer.body).toEqual(contract.delete.answer(key));
      expect(answer.headers.get("content-type")).toBe(answer.body ? "application/json" : null);

      expectRefused(contract, await call(contract.get, key), { status: 404 });
      expect(await isGood(gateway, admin, clientId, clientSecret)).toBe(false);
      expect((await introspect(gateway.url, onlooker, token)).json).toEqual({ active: false });
      const { oauthApplication } = await owner.ok(`{ oauthApplication(id: "${id}") { id } }`);
      expect(oauthApplication).toBeNull();
      expect((await call(contract.get, other.key)).status).toBe(200);
      expect(await isGood(gateway, admin, other.clientId, other.clientSecret)).toBe(true);
    });
  });
});

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { contractOrganization, expectRefused } from "../support/dialects/contracts/contract-organization.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import type { DialectAnswer } from "../support/dialects/dialects.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { read } from "../support/organization/oauth-applications.js";

const HEADER = "Idempotency-Key";

const saysReplayed = ({ headers }: DialectAnswer) => headers.get("idempotency-replayed");

describe.each(DATABASE_KINDS)("on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  describe.each(CONTRACTS)("a request with an Idempotency-Key, in the dialect of $dialect,", (contract) => {
    const { create, creation, rotations, inputStatus, dialect } = contract;
    const [rotation] = rotations;

    const open = async () => {
      const organization = await contractOrganization(gateway, contract);
      const client = organization.as("admin");
      const application = await organization.application("Known");
      const createWith = (key: string, body: object = creation("Shop")) =>
        client.request(create.method, create.path(organization.id, ""), { body, headers: { [HEADER]: key } });
      const rotateWith = (key: string, which = rotation) =>
        client.request(which.method, which.path(organization.id, application.key), {
          ...(which.body ? { body: which.body(application.key) } : {}),
          headers: { [HEADER]: key },
        });
      const secrets = async () => (await read(organization.admin, application.id, "secrets { id }")).secrets;
      return { ...organization, client, application, createWith, rotateWith, secrets };
    };

    /** What may differ between two answers about the same. */
    const without = ({ body }: DialectAnswer) => body;

    it("registers once and answers the same again", async () => {
      const { createWith, admin } = await open();
      const key = randomUUID();
      const first = await createWith(key);
      expect([first.status, saysReplayed(first)]).toEqual([create.status, null]);
      const second = await createWith(key);
      expect([second.status, saysReplayed(second)]).toEqual([create.status, "true"]);
      expect(without(second)).toEqual(without(first));
      const { oauthApplications } = await admin.ok("{ oauthApplications { totalCount } }");
      expect(oauthApplications.totalCount).toBe(2);
      const { clientId, clientSecret } = create.createdOf(second.body);
      expect(await admin.verify(clientId, clientSecret)).toMatchObject({ active: true });
      const third = await createWith(key);
      expect([third.status, saysReplayed(third)]).toEqual([create.status, "true"]);
      expect(create.createdOf(third.body)).toMatchObject({ clientId, clientSecret: null });
    });

    it.each(rotations)("rotates once and answers the same again: $title", async (which) => {
      const { rotateWith, admin, application, secrets } = await open();
      const key = randomUUID();
      const first = await rotateWith(key, which);
      expect([first.status, saysReplayed(first)]).toEqual([which.status, null]);
      const second = await rotateWith(key, which);
      expect([second.status, saysReplayed(second)]).toEqual([which.status, "true"]);
      expect(without(second)).toEqual(without(first));
      expect(await secrets()).toHaveLength(2);
      expect(await admin.verify(application.clientId, which.secretOf(second))).toMatchObject({ active: true });
      if (which.keys === undefined) return;
      expect(which.secretOf(await rotateWith(key, which))).toBeNull();
    });

    it("takes the key as a quoted string and bare", async () => {
      const { rotateWith } = await open();
      const key = randomUUID();
      await rotateWith(`"${key}"`);
      expect(saysReplayed(await rotateWith(key))).toBe("true");
      const odd = String.raw`"back\\slash-and-\"quotes\""`;
      const { createWith } = await open();
      await createWith(odd);
      expect(saysReplayed(await createWith(odd))).toBe("true");
    });

    it("is bad input when the key is too short, too long or half quoted, and nothing happens", async () => {
      const { rotateWith, createWith, secrets } = await open();
      for (const key of [
        "short",
        '"short"',
        "",
        "x".repeat(256),
        '"without-an-end-of-it',
        '"two"-of-them-in-it"',
        "with a blank inside",
      ]) {
        for (const answer of [await rotateWith(key), await createWith(key)]) {
          const message = expectRefused(contract, answer, { status: inputStatus, field: HEADER });
          if (key.length > 5) expect(message).not.toContain(key);
        }
      }
      expect(await secrets()).toHaveLength(1);
    });

    it(`is refused with ${dialect === "clerk" ? 422 : 409} with another input, and nothing happens`, async () => {
      const { createWith, admin } = await open();
      const key = randomUUID();
      await createWith(key);
      const answer = await createWith(key, creation("Another"));
      expectRefused(contract, answer, { status: dialect === "clerk" ? 422 : 409, field: HEADER });
      const { oauthApplications } = await admin.ok("{ oauthApplications { totalCount } }");
      expect(oauthApplications.totalCount).toBe(2);
    });

    it("keeps nothing of a refused request", async () => {
      const { client, createWith, id } = await open();
      const key = randomUUID();
      const refused = await client.request(create.method, create.path(id, ""), {
        body: {},
        headers: { [HEADER]: key },
      });
      expect(refused.status).toBe(inputStatus);
      const answer = await createWith(key);
      expect([answer.status, saysReplayed(answer)]).toEqual([create.status, null]);
    });

    it("is NOT_FOUND once the application is deleted", async () => {
      const { rotateWith, call, application, createWith } = await open();
      const [key, other] = [randomUUID(), randomUUID()];
      await rotateWith(key);
      const { key: created } = create.createdOf((await createWith(other)).body);
      await call(contract.delete, application.key);
      await call(contract.delete, created);
      expectRefused(contract, await rotateWith(key), { status: 404 });
      expectRefused(contract, await createWith(other), { status: 404 });
    });
  });

  it("Meteroid's taken name is found after the key that took it", async () => {
    const contract = CONTRACTS.find(({ dialect }) => dialect === "meteroid") as (typeof CONTRACTS)[number];
    const organization = await contractOrganization(gateway, contract);
    const client = organization.as("developer");
    const create = (key: string) =>
      client.request("POST", contract.create.path(organization.id, ""), {
        body: contract.creation("Taken"),
        headers: { [HEADER]: key },
      });
    const key = randomUUID();
    expect((await create(key)).status).toBe(201);
    expect((await create(key)).status).toBe(201);
    expect((await create(randomUUID())).status).toBe(409);
  });

  it("CSP's chosen client id and secret are found after the key that took them", async () => {
    const contract = CONTRACTS.find(({ dialect }) => dialect === "csp") as (typeof CONTRACTS)[number];
    const organization = await contractOrganization(gateway, contract);
    const client = organization.as("developer");
    const key = randomUUID();
    const create = (secret: string) =>
      client.request("POST", contract.create.path(organization.id, ""), {
        body: { ...contract.creation("Chosen"), id: `chosen-${key}`, secret },
        headers: { [HEADER]: key },
      });
    const first = await create("Chosen-1-secret!");
    expect((await create("Chosen-1-secret!")).body).toEqual(first.body);
    expect((await create("Chosen-2-secret!")).status).toBe(409);
  });

  it("CSP's chosen secret, which the answer to its rotation does not show, is not kept", async () => {
    const contract = CONTRACTS.find(({ dialect }) => dialect === "csp") as (typeof CONTRACTS)[number];
    const organization = await contractOrganization(gateway, contract);
    const client = organization.as("developer");
    const { key, id } = await organization.application("Chosen");
    const idempotencyKey = randomUUID();
    const rotate = (newClientSecret: string) =>
      client.request("POST", `${contract.create.path(organization.id, "")}/${key}/secret`, {
        body: { newClientSecret },
        headers: { [HEADER]: idempotencyKey },
      });
    expect(saysReplayed(await rotate("Chosen-1-secret!"))).toBeNull();
    const kept = `SELECT sealed FROM kept_answers WHERE oauth_application_id = '${id}'`;
    expect(await gateway.database.query(kept)).toEqual([{ sealed: null }]);
    expect(saysReplayed(await rotate("Chosen-1-secret!"))).toBe("true");
    expect((await rotate("Chosen-2-secret!")).status).toBe(409);
  });
});

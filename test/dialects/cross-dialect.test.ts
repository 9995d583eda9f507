import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { Contract } from "../support/dialects/contracts/contract.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import { FULL_CREATIONS } from "../support/dialects/contracts/full-creations.js";
import { SHOWN, SHOWN_AS, type Shown } from "../support/dialects/contracts/shown-as.js";
import { dialectClient } from "../support/dialects/dialects.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";

const byName = Object.fromEntries(CONTRACTS.map((contract) => [contract.dialect, contract])) as Record<
  string,
  Contract
>;

describe.each(DATABASE_KINDS)("an application on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind, { env: { PUBLIC_URL: "https://gateway.example.com" } });
  });
  afterAll(() => gateway.stop());

  const seenIn = async ({ owner }: TestOrganization, clientId: string): Promise<Shown> =>
    (await owner.ok(`query ($clientId: String!) { oauthApplication(clientId: $clientId) { ${SHOWN} } }`, { clientId }))
      .oauthApplication;

  async function create({ dialect, create }: Contract, organization: TestOrganization) {
    const { body } = FULL_CREATIONS[dialect];
    const owner = dialectClient(gateway.url, organization.owner.token);
    const answer = await owner.request("POST", create.path(organization.id, ""), { body });
    expect(answer.status, answer.text).toBe(create.status);
    return { owner, answer, ...create.createdOf(answer.body) };
  }

  /** Everything on both sides: made through CSP, what CSP cannot say set through Cloudflare, which also promotes it. */
  async function createWithEverything(organization: TestOrganization) {
    const { owner, clientId } = await create(byName.csp as Contract, organization);
    const { client_name: _name, ...body } = FULL_CREATIONS.cloudflare.body;
    const path = (byName.cloudflare as Contract).get.path(organization.id, clientId);
    const answer = await owner.request("PATCH", path, { body: { ...body, visibility: "public" } });
    expect(answer.status, answer.text).toBe(200);
    return { owner, clientId };
  }

  describe.each(CONTRACTS)("made through $dialect", (contract) => {
    it("is in GraphQL with everything that was said", async () => {
      const organization = await gateway.organization();
      const { clientId } = await create(contract, organization);
      const { settings } = FULL_CREATIONS[contract.dialect];
      const seen = await seenIn(organization, clientId);
      expect(Object.fromEntries(Object.keys(settings).map((name) => [name, seen[name]]))).toEqual(settings);
    });

    it.each(CONTRACTS)("is read through $dialect with nothing lost, alone and in the list", async (reader) => {
      const organization = await gateway.organization();
      const { owner, clientId } = await create(contract, organization);
      const seen = await seenIn(organization, clientId);
      const key = ["clerk", "meteroid"].includes(reader.dialect) ? seen.id : clientId;
      const expected = SHOWN_AS[reader.dialect](seen, "https://gateway.example.com");
      const { body } = await owner.request("GET", reader.get.path(organization.id, key));
      expect(reader.get.applicationOf(body)).toEqual(expected);
      const list = await owner.request("GET", reader.list.path(organization.id, ""));
      expect(reader.list.applicationsOf(list.body)).toEqual([expected]);
    });
  });

  it("keeps what only Cloudflare and CSP know, side by side", async () => {
    const organization = await gateway.organization();
    const { clientId } = await createWithEverything(organization);
    const { dialectSettings } = await seenIn(organization, clientId);
    expect(dialectSettings).toEqual({
      csp: FULL_CREATIONS.csp.settings.dialectSettings.csp,
      cloudflare: { promoted_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) },
    });
  });

  it.each(CONTRACTS.filter(({ update }) => update))(
    "keeps everything else when it is renamed through $dialect",
    async (contract) => {
      const organization = await gateway.organization();
      const { owner, clientId } = await createWithEverything(organization);
      const before = await seenIn(organization, clientId);
      const key = contract.dialect === "clerk" ? before.id : clientId;
      const shown = contract.get.applicationOf(
        (await owner.request("GET", contract.get.path(organization.id, key))).body,
      );
      // CSP wants its three required fields again, as they were.
      const { description, grantTypes } = shown;
      const body = {
        [contract.names.name]: "Renamed",
        ...(contract.dialect === "csp" ? { description, grantTypes } : {}),
      };
      gateway.advance(1000);
      const answer = await owner.request("PATCH", contract.get.path(organization.id, key), { body });
      expect(answer.status, answer.text).toBe(200);
      const after = await seenIn(organization, clientId);
      expect(after).toEqual({ ...before, name: "Renamed", updatedAt: after.updatedAt });
      expect(after.updatedAt).not.toBe(before.updatedAt);
    },
  );

  it("keeps everything when CSP writes back what it has read", async () => {
    const organization = await gateway.organization();
    const { owner, clientId } = await createWithEverything(organization);
    const before = await seenIn(organization, clientId);
    const path = (byName.csp as Contract).get.path(organization.id, clientId);
    const { id, organizationId, createdAt, lastUpdatedAt, createdBy, immutable, allowedOrgs, ...settings } = (
      await owner.request("GET", path)
    ).body;
    const body = { ...settings, allowedOrgs: allowedOrgs.map((organization: { id: string }) => organization.id) };
    const answer = await owner.request("PATCH", path, { body });
    expect(answer.status, answer.text).toBe(200);
    const after = await seenIn(organization, clientId);
    expect(after).toEqual({ ...before, updatedAt: after.updatedAt });
  });

  it.each([
    ["clerk", { scopes: "zone.read" }],
    [
      "csp",
      {
        displayName: "Shop",
        description: "",
        grantTypes: ["authorization_code"],
        allowedScopes: { generalScopes: ["zone.read"] },
      },
    ],
  ])("can lose a scope through %s although another dialect has it as an optional one", async (dialect, body) => {
    const organization = await gateway.organization();
    const { owner, clientId } = await createWithEverything(organization);
    const contract = byName[dialect] as Contract;
    const { id, optionalScopes } = await seenIn(organization, clientId);
    expect(optionalScopes).toEqual(["zone.write"]);
    const answer = await owner.request(
      "PATCH",
      contract.get.path(organization.id, dialect === "clerk" ? id : clientId),
      { body },
    );
    expect(answer.status, answer.text).toBe(200);
    expect(await seenIn(organization, clientId)).toMatchObject({ scopes: ["zone.read"], optionalScopes: [] });
  });

  it("with the longest client id that may be chosen is found by it everywhere", async () => {
    const organization = await gateway.organization();
    const owner = dialectClient(gateway.url, organization.owner.token);
    const chosen = "Chosen_id-".padEnd(255, "x");
    const { create, get } = byName.csp as Contract;
    const body = { ...(byName.csp as Contract).creation("Shop"), id: chosen };
    expect((await owner.request("POST", create.path(organization.id, ""), { body })).status).toBe(200);
    expect((await owner.request("GET", get.path(organization.id, chosen))).body.id).toBe(chosen);
    const cloudflare = await owner.request("GET", (byName.cloudflare as Contract).get.path(organization.id, chosen));
    expect(cloudflare.body.result.client_id).toBe(chosen);
    const { id } = await seenIn(organization, chosen);
    for (const dialect of ["clerk", "meteroid"]) {
      const answer = await owner.request("GET", (byName[dialect] as Contract).get.path(organization.id, id));
      expect(answer.body.client_id).toBe(chosen);
    }
  });

  it("may share its name with another one, except through Meteroid", async () => {
    const organization = await gateway.organization();
    const owner = dialectClient(gateway.url, organization.owner.token);
    for (const first of CONTRACTS) {
      for (const second of CONTRACTS) {
        const name = `${first.dialect} ${second.dialect}`;
        const made = [];
        for (const { create, creation } of [first, second]) {
          made.push((await owner.request("POST", create.path(organization.id, ""), { body: creation(name) })).status);
        }
        expect([name, ...made]).toEqual([
          name,
          first.create.status,
          second.dialect === "meteroid" ? 409 : second.create.status,
        ]);
      }
    }
  });
});

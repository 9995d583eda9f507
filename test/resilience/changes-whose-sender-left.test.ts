import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { SqliteWriter } from "../../src/database/sqlite/writer.js";
import { PATIENCE_MS } from "../../src/model/patience.js";
import { dumpRows } from "../support/databases/database-dump.js";
import { holdFile } from "../support/databases/held-file.js";
import { callsOf, contractOrganization } from "../support/dialects/contracts/contract-organization.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { basic, createClient, tokenOf } from "../support/oauth/oauth-endpoints.js";
import { Leaving } from "../support/organization/leaving.js";
import { inputTypeOf, MUTATION_INPUTS } from "../support/organization/mutation-inputs.js";

/** Whose answer is selected, where it is shown once. */
const SELECTION: Record<string, string> = {
  createOAuthApplication: "clientSecret",
  rotateSecret: "clientSecret",
  createApiToken: "token",
};

describe("a change whose sender has left before its turn never happens", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
  });
  afterAll(() => gateway.stop());
  afterEach(() => vi.restoreAllMocks());

  /** Sends while the file is held, leaves, and lets go of the file. */
  const expectNothing = async (send: (leaving: Leaving) => void) => {
    await gateway.gateway.services.drain();
    const before = await dumpRows(gateway.database);
    const run = vi.spyOn(SqliteWriter.prototype, "run");
    /** What the gateway does by itself has more patience. */
    const asked = () => run.mock.calls.filter(([, , { left }]) => left <= PATIENCE_MS);
    const held = await holdFile(gateway.database);
    try {
      const leaving = new Leaving(gateway);
      send(leaving);
      await expect.poll(() => asked().length, { interval: 5 }).toBe(1);
      await leaving.all(() => asked().map(([, , patience]) => patience));
    } finally {
      await held.release();
    }
    const index = run.mock.calls.indexOf(asked()[0] as (typeof run.mock.calls)[number]);
    await expect(run.mock.results[index]?.value).rejects.toMatchObject({ code: "unavailable" });
    await gateway.gateway.services.drain();
    const written = (dump: string) => dump.split("\n").filter((line) => !/use_count|"evidence"/.test(line));
    expect(written(await dumpRows(gateway.database))).toEqual(written(before));
  };

  it.each(Object.keys(MUTATION_INPUTS))("in GraphQL: %s", async (mutation) => {
    const organization = await gateway.organization();
    const input = await (MUTATION_INPUTS[mutation] as (typeof MUTATION_INPUTS)[string])(organization);
    const fields = SELECTION[mutation] ?? "__typename";
    const document = `mutation ($input: ${inputTypeOf(mutation)}!) { ${mutation}(input: $input) { ${fields} } }`;
    await expectNothing((leaving) => leaving.ask(organization.owner.token, document, { input }));
  });

  describe.each(CONTRACTS)("in $dialect", (contract) => {
    const changes = callsOf(contract).filter(([title]) => !/^(?:list|get|end)/.test(title));

    it.each(changes)("%s", async (_title, { method, path, body }) => {
      const { application, id, owner } = await contractOrganization(gateway, contract);
      const { key } = await application();
      const headers = { authorization: `Bearer ${owner.token}`, "content-type": "application/json" };
      const content = body ? JSON.stringify(body(key)) : "";
      await expectNothing((leaving) => leaving.send(method, path(id, key), headers, content));
    });
  });

  it.each([
    { path: "/oauth/token", form: () => "grant_type=client_credentials" },
    { path: "/csp/gateway/am/api/auth/authorize", form: () => "grant_type=client_credentials" },
    { path: "/oauth/revoke", form: (token: string) => `token=${token}` },
  ])("at $path", async ({ path, form }) => {
    const client = await createClient((await gateway.organization()).owner);
    const token = await tokenOf(gateway.url, client);
    const headers = {
      authorization: basic(client.clientId, client.clientSecret),
      "content-type": "application/x-www-form-urlencoded",
    };
    await expectNothing((leaving) => leaving.send("POST", path, headers, form(token)));
  });
});

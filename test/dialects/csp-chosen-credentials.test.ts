import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { expectRefused } from "../support/dialects/contracts/contract-organization.js";
import { csp } from "../support/dialects/contracts/csp.js";
import { chosenSecret, cspOrganization } from "../support/dialects/csp.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";

const newClientId = () => `Chosen_id-${crypto.randomUUID()}`;

describe.each(DATABASE_KINDS)("credentials that CSP's caller chooses, on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  it("are the application's, and echoed by the create alone", async () => {
    const { create, good, send } = await cspOrganization(gateway);
    const [id, secret] = [newClientId(), chosenSecret()];
    const { status, body } = await create({ id, secret });
    expect([status, body]).toEqual([200, { clientId: id, clientSecret: secret }]);
    expect(await good(id, secret)).toBe(true);
    for (const path of ["", `/${id}`, `?searchTerm=${id}`])
      expect((await send("GET", path)).text).not.toContain(secret);
  });

  it("can be chosen each without the other", async () => {
    const { created, good } = await cspOrganization(gateway);
    const [id, secret] = [newClientId(), chosenSecret()];
    const withId = await created({ id });
    expect([withId.clientId, withId.clientSecret.slice(0, 4)]).toEqual([id, "ogs_"]);
    const withSecret = await created({ secret });
    expect(withSecret.clientId).toMatch(/^[0-9a-f]{32}$/);
    expect(withSecret.clientSecret).toBe(secret);
    for (const { clientId, clientSecret } of [withId, withSecret])
      expect(await good(clientId, clientSecret)).toBe(true);
    expect(await good(id, secret)).toBe(false);
  });

  it("has a hint of dots and the last two characters, in GraphQL", async () => {
    const { created, developer } = await cspOrganization(gateway);
    const { clientId } = await created({ secret: chosenSecret("-yZ") });
    const { oauthApplication } = await developer.ok(
      "query ($clientId: String!) { oauthApplication(clientId: $clientId) { clientId clientSecretHint secrets { hint } } }",
      { clientId },
    );
    expect(oauthApplication).toEqual({ clientId, clientSecretHint: "…yZ", secrets: [{ hint: "…yZ" }] });
  });

  it.each<[string, string, RegExp]>([
    ["15 characters", "Aa1-Aa1-Aa1-Aa1", /at least 16 characters/],
    ["the vendor's own minimum of 8", "Aa1-Aa1-", /at least 16 characters/],
    ["none", "", /at least 16 characters/],
    ["257 characters", `Aa1-${"x".repeat(253)}`, /at most 256 characters/],
    ["no lower-case letter", "AAAA1111----AAAA", /must have a lower-case letter$/],
    ["no upper-case letter", "aaaa1111----aaaa", /must have an upper-case letter$/],
    ["no digit", "aaaaAAAA----aaaa", /must have a digit$/],
    ["no special character", "aaaaAAAA1111aaaa", /must have a special character$/],
    ["only letters", "aaaaAAAAaaaaAAAA", /must have a digit and a special character$/],
    ["a space", "aaaa AAAA-1111-aaaa", /visible ASCII/],
    ["a line break", "aaaaAAAA-1111-aaaa\n", /./],
    ["an umlaut", "aaaaAAAA-1111-ääää", /visible ASCII/],
    ["a % that could be an encoding", "aaaaAAAA-1111%2Baaaa", /%/],
  ])("says what a secret lacks: %s", async (_what, secret, problem) => {
    const { create, created, send, patch, good } = await cspOrganization(gateway);
    const { clientId, clientSecret } = await created();
    const answers = {
      secret: [await create({ secret }), await patch(clientId, { secret, displayName: "Renamed" })],
      newClientSecret: [await send("POST", `/${clientId}/secret`, { newClientSecret: secret })],
    };
    for (const [field, refused] of Object.entries(answers)) {
      for (const answer of refused) {
        expect(expectRefused(csp, answer, { status: 400, field })).toMatch(problem);
        if (secret !== "") expect(answer.text).not.toContain(JSON.stringify(secret).slice(1, -1));
      }
    }
    expect((await send("GET")).body).toMatchObject({ totalResults: 1, results: [{ displayName: "Shop" }] });
    expect(await good(clientId, clientSecret)).toBe(true);
  });

  it.each(["Aa1-Aa1-Aa1-Aa1-", `Aa1-${"x".repeat(252)}`])("takes a secret just strong enough: %s", async (secret) => {
    const { created, good } = await cspOrganization(gateway);
    const { clientId } = await created({ secret });
    expect(await good(clientId, secret)).toBe(true);
  });

  it.each([5, null, ["Aa1-Aa1-Aa1-Aa1-"], {}])("refuses %j as a secret and as an id", async (value) => {
    const { create } = await cspOrganization(gateway);
    expectRefused(csp, await create({ secret: value }), { status: 400, field: "secret" });
    expectRefused(csp, await create({ id: value }), { status: 400, field: "id" });
  });

  it("does not take a secret that the application has or had", async () => {
    const { created, send, patch, good } = await cspOrganization(gateway);
    const [first, second] = [chosenSecret(), chosenSecret()];
    const { clientId } = await created({ secret: first });
    const path = `/${clientId}/secret`;
    expect((await send("POST", path, { newClientSecret: second })).status).toBe(200);
    expect((await send("DELETE", path)).status).toBe(200);
    const generated = (await send("PUT", path, {})).body.clientSecret as string;
    for (const used of [first, second, generated]) {
      const posted = await send("POST", path, { newClientSecret: used });
      expectRefused(csp, posted, { status: 400, field: "newClientSecret" });
      expectRefused(csp, await patch(clientId, { secret: used }), { status: 400, field: "secret" });
    }
    expect([await good(clientId, first), await good(clientId, second)]).toEqual([false, false]);
    expect(await good(clientId, generated)).toBe(true);
  });

  it("says nothing of what other applications' secrets are", async () => {
    const { created, good } = await cspOrganization(gateway);
    const secret = chosenSecret();
    const one = await created({ secret });
    const other = await created({ secret });
    for (const { clientId } of [one, other]) expect(await good(clientId, secret)).toBe(true);
  });

  it("can be chosen by those who may register, and by nobody else", async () => {
    const { create } = await cspOrganization(gateway);
    for (const role of ["developer", "admin", "owner"] as const) {
      expect((await create({ id: newClientId(), secret: chosenSecret() }, role)).status).toBe(200);
    }
    expectRefused(csp, await create({ id: newClientId(), secret: chosenSecret() }, "viewer"), { status: 403 });
  });
});

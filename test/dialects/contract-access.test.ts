// Too long for a quick run.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ID_PREFIX, newId } from "../../src/model/identifier.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { Call, Contract } from "../support/dialects/contracts/contract.js";
import {
  callsOf,
  contractOrganization,
  expectRefused,
  isGood,
} from "../support/dialects/contracts/contract-organization.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";

const REALM = 'Bearer realm="oauth-app-gateway"';

describe.each(DATABASE_KINDS)("on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  describe.each(CONTRACTS)("$dialect", (contract) => {
    const open = () => contractOrganization(gateway, contract);
    const calls = callsOf(contract);
    const aboutOne = calls.filter(([title]) => title !== "list" && title !== "create");

    it.each(calls)("answers 401 to nobody: %s", async (_title, call) => {
      const { call: send, application, withToken, admin } = await open();
      const { key, clientId, clientSecret } = await application();
      const answer = await send(call, key, withToken(null));
      expectRefused(contract, answer, { status: 401 });
      expect(answer.headers.get("www-authenticate")).toBe(REALM);
      expect(await isGood(gateway, admin, clientId, clientSecret)).toBe(true);
    });

    it.each(calls)("answers 401 to a token that is not good: %s", async (_title, call) => {
      const { call: send, application, withToken, owner } = await open();
      const { key, clientSecret } = await application();
      for (const token of [`${owner.token?.slice(0, -1)}`, "nonsense", clientSecret, "a.b.c"]) {
        const answer = await send(call, key, withToken(token));
        expectRefused(contract, answer, { status: 401 });
        expect(answer.headers.get("www-authenticate")).toBe(`${REALM}, error="invalid_token"`);
        expect(answer.text).not.toContain(token);
      }
    });

    it("answers 401 to a token that was revoked", async () => {
      const { owner, as, call, developer } = await open();
      expect((await call(contract.list, "", as("developer"))).status).toBe(200);
      const { viewer } = await developer.ok("{ viewer { actor { id } } }");
      await owner.ok(`mutation { revokeApiToken(input: { apiTokenId: "${viewer.actor.id}" }) { apiToken { id } } }`);
      expectRefused(contract, await call(contract.list, "", as("developer")), { status: 401 });
    });

    it.each(aboutOne)("answers 404 for an id that nobody has: %s", async (_title, call) => {
      const { call: send } = await open();
      for (const key of unknownKeys(contract)) expectAbsent(contract, call, key, await send(call, key));
    });

    it.each(aboutOne)("answers for another organization's id as for one that nobody has: %s", async (_title, call) => {
      const { call: send, application, admin } = await open();
      const { key, clientId, clientSecret } = await application();
      const stranger = await open();
      const [unknown = ""] = unknownKeys(contract);
      const [foreign, absent] = [await stranger.call(call, key), await stranger.call(call, unknown)];
      expectAbsent(contract, call, key, foreign);
      expect(withoutIds(foreign.text, key)).toBe(withoutIds(absent.text, unknown));
      expect((await send(contract.get, key)).status).toBe(200);
      expect(await isGood(gateway, admin, clientId, clientSecret)).toBe(true);
    });

    const namesOrganization =
      contract.list.path(newId(ID_PREFIX.organization, 0), "") !==
      contract.list.path(newId(ID_PREFIX.organization, 1), "");
    it.each(namesOrganization ? calls : [])(
      "answers 404 below another organization's path: %s",
      async (_title, call) => {
        const { call: send, id, application, admin, withToken } = await open();
        const { key, clientId, clientSecret } = await application();
        const stranger = await open();
        const nowhere = newId(ID_PREFIX.organization, Date.now());
        for (const organizationId of [id, nowhere]) {
          const path = () => call.path(organizationId, key);
          const answer = await stranger.call({ ...call, path }, key);
          expectRefused(contract, answer, { status: 404 });
          expect(answer.text).not.toContain(key);
        }
        const malformed = call.path(id, key).replace(/(accounts|orgs)\/[^/]+/, "$1/nonsense");
        expectRefused(contract, await send({ ...call, path: () => malformed }, key), { status: 404 });
        expectRefused(contract, await send({ ...call, path: () => malformed }, key, withToken(null)), { status: 401 });
        expect((await send(contract.get, key)).status).toBe(200);
        expect(await isGood(gateway, admin, clientId, clientSecret)).toBe(true);
        expect(contract.list.applicationsOf((await stranger.call(contract.list)).body)).toEqual([]);
      },
    );

    it("answers 404 in its own shape for what is at no path of it", async () => {
      const { as } = await open();
      const prefix = /^(\/v1|\/client\/v4|\/api\/v1|\/csp\/gateway\/am\/api)\//.exec(
        contract.list.path(newId(ID_PREFIX.organization, 0), ""),
      )?.[1];
      for (const [method, path] of [
        ["GET", "/nothing"],
        ["PUT", "/oauth-applications"],
        ["DELETE", "/"],
      ] as const) {
        expectRefused(contract, await as("owner").request(method, `${prefix}${path}`), { status: 404 });
      }
    });
  });
});

/** Of each form an id may have, and of none. */
function unknownKeys({ dialect }: Contract): string[] {
  const own = dialect === "clerk" || dialect === "meteroid";
  const wellFormed = own ? newId(ID_PREFIX.oauthApplication, Date.now()) : "0123456789abcdef0123456789abcdef";
  return [wellFormed, "nonsense", newId(ID_PREFIX.clientSecret, Date.now()), "%00", "a%20b", "x".repeat(300), "%ff"];
}

/** Of a bulk deletion, what cannot be deleted is named as such. */
function expectAbsent(
  contract: Contract,
  call: Call,
  key: string,
  answer: Awaited<ReturnType<Awaited<ReturnType<typeof contractOrganization>>["call"]>>,
): void {
  if (contract.dialect === "csp" && call === contract.delete) {
    expect([answer.status, answer.body]).toEqual([200, { succeeded: [], failed: [key] }]);
    return;
  }
  // What is no URL is refused before it is routed.
  expectRefused(contract, answer, { status: key === "%ff" ? 400 : 404 });
}

function withoutIds(text: string, key: string): string {
  return text.replaceAll(key, "KEY").replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "REQUEST");
}

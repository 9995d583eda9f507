import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Call, Contract } from "../support/dialects/contracts/contract.js";
import {
  type ContractOrganization,
  contractOrganization,
  expectRefused,
} from "../support/dialects/contracts/contract-organization.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import type { DialectName } from "../support/dialects/dialects.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { expectNothingOfTheInside, MARKER } from "../support/gateway/http-exchange.js";

type Body = Record<string, unknown>;

/** Where each dialect has the scopes, and the place of a scope that has a blank or a line break in it. */
const SCOPES: Record<DialectName, { of(scope: string): Body; field: string }> = {
  clerk: { of: (scope) => ({ scopes: scope }), field: "scopes.0" },
  cloudflare: { of: (scope) => ({ scopes: [scope] }), field: "scopes.0" },
  meteroid: { of: (scope) => ({ scopes: [scope] }), field: "scopes.0" },
  csp: { of: (scope) => ({ allowedScopes: { generalScopes: [scope] } }), field: "allowedScopes.generalScopes.0" },
};

/** What is wrong with an input, the properties that make it so, and the field that has to be named. */
function mistakesOf({ dialect, names: { name } }: Contract): [title: string, wrong: Body, field: string][] {
  const uris = dialect === "csp" ? "redirectUris" : "redirect_uris";
  const { of, field } = SCOPES[dialect];
  return [
    ["a name that is no text", { [name]: { MARKER } }, name],
    ["a name that is a number", { [name]: 5 }, name],
    ["an empty name", { [name]: "" }, name],
    ["a name of 257 characters", { [name]: MARKER.padEnd(257, "x") }, name],
    ["a name with a NUL", { [name]: `${MARKER}\0` }, name],
    ["a name with half a character", { [name]: `${MARKER}\ud800` }, name],
    ["a property that nobody knows", { surprise: MARKER }, "surprise"],
    ["redirect URIs that are no list", { [uris]: `https://${MARKER}.example.com` }, uris],
    ["a redirect URI that is no text", { [uris]: [5] }, `${uris}.0`],
    ["a relative redirect URI", { [uris]: [`/${MARKER}`] }, `${uris}.0`],
    ["a redirect URI that is a script", { [uris]: ["https://a.example.com", `javascript:${MARKER}`] }, `${uris}.1`],
    ["a redirect URI with a fragment", { [uris]: [`https://a.example.com/#${MARKER}`] }, `${uris}.0`],
    ["a redirect URI that is too long", { [uris]: [`https://a.example.com/${MARKER.padEnd(2048, "x")}`] }, `${uris}.0`],
    ["a redirect URI with plain http", { [uris]: [`http://${MARKER}.example.com/`] }, `${uris}.0`],
    ["51 redirect URIs", { [uris]: Array.from({ length: 51 }, (_, n) => `https://a.example.com/${n}`) }, uris],
    ["a scope that is no scope token", of(`"${MARKER}"`), field],
  ];
}

/** On SQLite alone: all of it is refused before a database is asked. */
describe("on SQLite", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
  });
  afterAll(() => gateway.stop());

  describe.each(CONTRACTS)("$dialect", (contract) => {
    const { names, inputStatus } = contract;
    const open = () => contractOrganization(gateway, contract);
    const writes: [string, Call, Body][] = [
      ["create", contract.create, contract.creation("Shop")],
      ...(contract.update
        ? [["update", contract.update, contract.update.body?.("") as Body] as [string, Call, Body]]
        : []),
    ];

    // Nothing comes of what is refused, so one organization is enough.
    let untouched: ContractOrganization;
    let key: string;

    beforeAll(async () => {
      untouched = await open();
      key = (await untouched.application()).key;
    });

    describe.each(writes)("%s", (_title, write, good) => {
      /** Sends a body, and sees that nothing came of it. */
      async function refused(
        body: unknown,
        headers: Record<string, string>,
        expected: { status: number; field?: string },
      ) {
        const { as, call, id } = untouched;
        const before = (await call(contract.list)).text;
        const answer = await as("owner").request(write.method, write.path(id, key), { body, headers });
        const message = expectRefused(contract, answer, expected);
        expectNothingOfTheInside(answer.text);
        expect((await call(contract.list)).text).toBe(before);
        return message;
      }

      it.each(mistakesOf(contract))("names the field and not its value: %s", async (title, wrong, field) => {
        const message = await refused({ ...good, ...wrong }, {}, { status: inputStatus, field });
        if (title.includes("plain http")) expect(message).toContain("allowHttpRedirectUris");
      });

      it("names what the vendor has no limit for by no more than its beginning", async () => {
        const name = "y".repeat(1000);
        await refused({ ...good, [name]: 1 }, {}, { status: inputStatus, field: name.slice(0, 64) });
      });

      it.each([
        ["a list", "[]"],
        ["text", `"${MARKER}"`],
        ["a number", "5"],
        ["true", "true"],
      ])("wants an object: %s", async (_what, body) => {
        await refused(body, {}, { status: inputStatus, field: "body" });
      });

      it.each([
        ["cut off", `{"${MARKER}": "`],
        ["followed by something", `{} ${MARKER}`],
        ["with single quotes", `{'${MARKER}': 1}`],
        ["only white space", "   "],
        ["a property __proto__", `{"__proto__": {"${MARKER}": 1}}`],
        ["a constructor with a prototype", `{"constructor": {"prototype": {"${MARKER}": 1}}}`],
      ])("answers 400 to what is not JSON: %s", async (_what, body) => {
        await refused(body, {}, { status: 400 });
      });

      it("answers 400 to JSON that is not UTF-8", async () => {
        const text = JSON.stringify({ ...good, [names.name]: "Caf\u00e9" });
        await refused(Buffer.from(text, "latin1"), { "content-type": "application/json" }, { status: 400 });
        await refused(Buffer.from(`\ufeff${text}`, "utf16le"), { "content-type": "application/json" }, { status: 400 });
      });

      it("answers 413 to a body that is too large", async () => {
        await refused({ ...good, [names.name]: "x".repeat(256 * 1024) }, {}, { status: 413 });
      });

      it.each([
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "nonsense",
      ])("answers 415 to %s", async (type) => {
        await refused(Buffer.from(JSON.stringify(good)), { "content-type": type }, { status: 415 });
      });

      it("takes JSON whose content type has a charset, and letters of any language", async () => {
        const { application, as, id, call } = await open();
        const { key } = await application();
        const name = "Läden & Café 店 \u{20000}";
        const headers = { "content-type": "application/json; charset=utf-8" };
        const body = { ...good, [names.name]: name };
        const { status, text } = await as("owner").request(write.method, write.path(id, key), { body, headers });
        expect(status, text).toBe(write.status);
        const [first] = contract.list.applicationsOf((await call(contract.list)).body);
        expect(first?.[names.name]).toBe(name);
      });
    });

    it.each(
      Object.keys(contract.creation("")).filter(
        (property) =>
          !(contract.dialect === "clerk" && property !== "name") &&
          !(contract.dialect === "meteroid" && property === "scopes"),
      ),
    )("names a property of a registration that is missing: %s", async (property) => {
      const { as, id, call } = await open();
      const { [property]: _missing, ...body } = contract.creation("Shop");
      const answer = await as("owner").request("POST", contract.create.path(id, ""), { body });
      expect(expectRefused(contract, answer, { status: inputStatus, field: property })).toBe(`${property} is required`);
      expect(contract.list.applicationsOf((await call(contract.list)).body)).toEqual([]);
    });

    it("names what is missing when there is no body at all", async () => {
      const { as, id } = await open();
      const field = contract.dialect === "clerk" ? "name" : "body";
      for (const request of [{}, { body: new Uint8Array(), headers: { "content-type": "application/json" } }]) {
        const answer = await as("owner").request("POST", contract.create.path(id, ""), request);
        expectRefused(contract, answer, { status: inputStatus, field });
      }
    });
  });
});

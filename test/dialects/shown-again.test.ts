import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { Call } from "../support/dialects/contracts/contract.js";
import {
  type ContractOrganization,
  contractOrganization,
  expectRefused,
} from "../support/dialects/contracts/contract-organization.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import { SHOWN } from "../support/dialects/contracts/shown-as.js";
import type { DialectAnswer } from "../support/dialects/dialects.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { read } from "../support/organization/oauth-applications.js";

/** What GraphQL takes and at least one of the vendors would not. */
const STRANGE = {
  name: "Billing (prod)",
  description: "Made in GraphQL.",
  redirectUris: ["https://app.example.com/".padEnd(2048, "x"), "myapp://callback"],
  scopes: ["zone:read", "openid", ...Array.from({ length: 30 }, (_, index) => `scope-${index}`.padEnd(40, "x"))],
  optionalScopes: ["openid", "zone:read"],
  grantTypes: ["CLIENT_CREDENTIALS"],
  homepageUrl: "https://example.com/",
};

/** By dialect: what would be another value of what it does not take, and the field that its refusal names. */
const ANOTHER: Record<string, { change(shown: Shown): Shown; field: string }> = {
  clerk: { change: ({ scopes }) => ({ scopes: `${scopes} more` }), field: "scopes" },
  cloudflare: {
    change: ({ scopes }) => ({ scopes: [...scopes, "new:one"] }),
    field: `scopes.${STRANGE.scopes.length}`,
  },
  csp: { change: () => ({ displayName: "Billing (test)" }), field: "displayName" },
};

type Shown = DialectAnswer["body"];

/** When something was changed last, and what is kept for one vendor only. */
const moving = { updatedAt: null, dialectSettings: null };

describe.each(DATABASE_KINDS)("on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  describe.each(CONTRACTS.filter(({ update }) => update))("what $dialect has shown", (contract) => {
    const { dialect, get, update, inputStatus, names } = contract;
    const { change, field } = ANOTHER[dialect] as (typeof ANOTHER)[string];

    async function strange(input: object = STRANGE) {
      const organization: ContractOrganization = await contractOrganization(gateway, contract);
      const { id, clientId } = await organization.developer.createApplication({ ...input });
      const key = dialect === "clerk" ? id : clientId;
      const client = organization.as("developer");
      const shown = async () => get.applicationOf((await organization.call(get, key, client)).body);
      const patch = (body: unknown) => organization.call({ ...(update as Call), body: () => body }, key, client);
      const settings = async () => ({ ...(await read(organization.owner, id, SHOWN)), ...moving });
      return { shown, patch, settings };
    }

    it("passes when it comes back as a whole, and changes nothing", async () => {
      const { shown, patch, settings } = await strange();
      const before = [await settings(), await shown()];
      const answer = await patch(before[1]);
      expect(answer.status, answer.text).toBe(200);
      expect(await settings()).toEqual(before[0]);
      expect(Object.keys(await shown()).toSorted()).toEqual(Object.keys(before[1]).toSorted());
    });

    it("passes beside a change, which is made", async () => {
      const { shown, patch, settings } = await strange();
      const before = await settings();
      const answer = await patch({ ...(await shown()), [names.name]: "Renamed" });
      expect(answer.status, answer.text).toBe(200);
      expect(await settings()).toEqual({ ...before, name: "Renamed" });
    });

    it("passes when somebody has changed the application since", async () => {
      const { shown, patch, settings } = await strange();
      const before = await shown();
      gateway.advance(2000);
      expect((await patch({ ...before, [names.name]: "Renamed" })).status).toBe(200);
      const answer = await patch({ ...before, [names.name]: "Renamed again" });
      expect(answer.status, answer.text).toBe(200);
      expect(await settings()).toMatchObject({ name: "Renamed again" });
    });

    it("is refused when it is another value, and nothing of the rest is done", async () => {
      const { shown, patch, settings } = await strange();
      const before = await settings();
      const body = await shown();
      expectRefused(contract, await patch({ ...body, ...change(body) }), { status: inputStatus, field });
      expect(await settings()).toEqual(before);
    });

    it("is refused for another application", async () => {
      const body = await (await strange()).shown();
      const { shown, patch, settings } = await strange({ ...STRANGE, name: "Plain", scopes: [], optionalScopes: [] });
      const before = await settings();
      const own = await shown();
      const [property = ""] = field.split(".");
      const answer = await patch({ ...own, [property]: body[property] });
      expectRefused(contract, answer, { status: inputStatus, field: dialect === "cloudflare" ? "scopes.0" : property });
      expect(await settings()).toEqual(before);
    });

    it("is refused where it cannot be changed, when it is another value", async () => {
      const { shown, patch } = await strange();
      const body = await shown();
      const answer = await patch({ ...body, [names.clientId]: "another" });
      expectRefused(contract, answer, { status: inputStatus, field: names.clientId });
    });
  });
});

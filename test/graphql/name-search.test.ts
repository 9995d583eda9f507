// Too long for a quick run.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nameKeyOf as keyOf } from "../../src/model/name-key.js";
import { copyApplication } from "../support/databases/copied-applications.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import type { GraphqlClient } from "../support/gateway/graphql-client.js";
import { haveTime } from "../support/gateway/have-time.js";
import { listing, walk } from "../support/organization/listing.js";
import { change, changed, remove } from "../support/organization/oauth-applications.js";

/** What an index of texts may take for something else than itself. */
const UNITS = [
  ..."aAbiIıİéßσςΣsS%_'\"\\*:^-+(){}.,; 漢字Ёж①ﬁ🚀",
  ..."e\u0301 AND OR NOT NEAR org_ \u200d \u{ffdc} ab aba".split(" "),
];
const text = (maxLength: number) => fc.array(fc.constantFrom(...UNITS), { minLength: 1, maxLength });
const asked = (units: string[]) => units.join("");
const isAsked = (name: string) => name.trim() !== "";
const SEED = 20_251_121;

/** More than are sorted, behind more than are skimmed: see database/listing.ts. */
const MANY = 10_050;
const NEWER = 2_050;

/** Names that a search finds, newest first; totalCount must agree. */
async function found(client: GraphqlClient, query: string, args: object = {}): Promise<string[]> {
  const { nodes, totalCount } = await listing(client, { filter: { query }, first: 100, ...args });
  expect(totalCount).toBe(nodes.length);
  return nodes.map(({ name }) => name);
}

describe.each(DATABASE_KINDS)("a search for a part of the name on %s", (kind) => {
  haveTime();
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  it("finds names in any case, by the rules of Unicode for all languages", async () => {
    const { developer, viewer } = await gateway.organization();
    for (const name of ["Μεσολάβηση", "ΟΔΟΣ", "Straße", "İzmir", "ﬂow"]) await developer.createApplication({ name });
    const expected = {
      ΜΕΣ: ["Μεσολάβηση"],
      σ: ["ΟΔΟΣ", "Μεσολάβηση"],
      ς: ["ΟΔΟΣ", "Μεσολάβηση"],
      οδος: ["ΟΔΟΣ"],
      STRASSE: ["Straße"],
      straẞe: ["Straße"],
      i̇zm: ["İzmir"],
      FL: ["ﬂow"],
    };
    for (const [query, names] of Object.entries(expected))
      expect([query, await found(viewer, query)]).toEqual([query, names]);
  });

  it("finds what has the part, and nothing else, whatever the characters", async () => {
    const { developer, viewer } = await gateway.organization();
    const names = fc.sample(text(12).map(asked).filter(isAsked), { numRuns: 80, seed: SEED });
    for (const name of names) await developer.createApplication({ name });
    const part = fc.oneof(
      text(4).map(asked),
      fc
        .tuple(fc.constantFrom(...names), fc.nat(12), fc.integer({ min: 1, max: 8 }))
        .map(([name, from, length]) => [...name].slice(from, from + length).join("")),
    );
    await fc.assert(
      fc.asyncProperty(part.filter(isAsked), async (query) => {
        const expected = names.filter((name) => keyOf(name).includes(keyOf(query)));
        expect(await found(viewer, query)).toEqual(expected.toReversed());
      }),
      { seed: SEED, numRuns: 250 },
    );
  });

  it("follows a name that is changed, back again, and deleted; what fails changes nothing", async () => {
    const { developer, admin, viewer } = await gateway.organization();
    const { id } = await developer.createApplication({ name: "Before" });
    const rename = (name: string, more: object = {}) => ({ oauthApplicationId: id, name, ...more });
    await changed(developer, "updateOAuthApplication", rename("After"));
    expect([await found(viewer, "before"), await found(viewer, "after")]).toEqual([[], ["After"]]);
    const changes = [
      change(developer, "updateOAuthApplication", rename("Stale", { expectedVersion: 1 })),
      change(developer, "updateOAuthApplication", rename("Wrong", { redirectUris: ["http://example.com"] })),
      changed(developer, "updateOAuthApplication", { oauthApplicationId: id, description: "Another one" }),
      changed(developer, "updateOAuthApplication", rename("Meanwhile")),
    ];
    const codes = (await Promise.all(changes)).map((answer) => answer?.errors?.[0]?.extensions.code);
    expect(codes).toEqual(["CONFLICT", "BAD_USER_INPUT", undefined, undefined]);
    for (const query of ["stale", "wrong", "after"]) expect(await found(viewer, query)).toEqual([]);
    expect(await found(viewer, "meanwhile")).toEqual(["Meanwhile"]);
    await changed(developer, "updateOAuthApplication", rename("Before"));
    expect(await found(viewer, "e")).toEqual(["Before"]);
    const entries = `SELECT COUNT(*) AS count FROM application_names WHERE oauth_application_id = '${id}'`;
    expect(Number((await gateway.database.query(entries))[0]?.count)).toBe(1);
    await remove(admin, { oauthApplicationId: id });
    expect(await found(viewer, "e")).toEqual([]);
    const [left] = await gateway.database.query(
      `SELECT COUNT(*) AS count FROM application_names WHERE oauth_application_id = '${id}'`,
    );
    expect(Number(left?.count)).toBe(0);
  });

  it("finds nothing of another organization, not by a client id either", async () => {
    const [one, other] = [await gateway.organization(), await gateway.organization()];
    const { clientId } = await one.developer.createApplication({ name: "Shared name" });
    await other.developer.createApplication({ name: "Shared name" });
    for (const query of ["shared", "sh", "s"]) expect(await found(one.viewer, query)).toEqual(["Shared name"]);
    expect(await found(one.viewer, clientId)).toEqual(["Shared name"]);
    expect(await found(other.viewer, clientId)).toEqual([]);
  });

  it("finds what many have, behind as many newer ones, in every order and to the end", async () => {
    const { developer, viewer } = await gateway.organization();
    const legacy = await developer.createApplication({ name: "Legacy service" });
    await copyApplication(gateway.database, legacy.id, MANY);
    const { id } = await developer.createApplication({ name: "New thing" });
    await copyApplication(gateway.database, id, NEWER);
    await changed(developer, "updateOAuthApplication", { oauthApplicationId: legacy.id, name: "Legacy system" });
    const count = async (query: string) => (await listing(viewer, { filter: { query }, first: 1 })).totalCount;
    // More than are counted: at least so many.
    expect(await count("LEGACY")).toBeLessThan(MANY);
    expect(await count("thing")).toBe(NEWER);
    expect(await count("sys")).toBe(1);
    for (const field of ["CREATED_AT", "UPDATED_AT", "NAME"]) {
      for (const direction of ["ASC", "DESC"]) {
        const args = { orderBy: { field, direction } };
        const { nodes, pageInfo } = await listing(viewer, { ...args, filter: { query: "legacy s" }, first: 100 });
        expect(new Set(nodes.map(({ name }) => name.slice(0, 8)))).toEqual(new Set(["Legacy s"]));
        expect([nodes.length, pageInfo.hasNextPage]).toEqual([100, true]);
        expect((await found(viewer, "cy sys", args)).length).toBe(1);
        const all = await walk(developer, "forward", 100, { ...args, filter: { query: "thing" } });
        expect(all.length).toBe(NEWER);
      }
    }
  });

  it("combines with every other condition", async () => {
    const { developer, viewer } = await gateway.organization();
    for (const name of ["a service", "b service", "another"]) await developer.createApplication({ name, public: true });
    await developer.createApplication({ name: "c service" });
    const filter = { query: "serv", public: true };
    expect((await listing(viewer, { filter })).nodes.map(({ name }) => name)).toEqual(["b service", "a service"]);
    expect((await listing(developer, { filter: { ...filter, hasRotatedSecret: true } })).totalCount).toBe(0);
    expect(await walk(viewer, "backward", 1, { filter })).toEqual(["b service", "a service"]);
  });
});

/** Only SQLite's tables are re-created to be changed. */
describe("the index of names on sqlite", () => {
  it("has its triggers back after a start, when they went with a re-created table", async () => {
    const gateway = await startTestGateway("sqlite");
    try {
      for (const name of ["added", "changed", "removed"]) {
        await gateway.database.query(`DROP TRIGGER application_name_${name}`);
      }
      const again = await startTestGateway("sqlite", { database: gateway.database });
      try {
        const { developer, viewer } = await again.organization("restarted");
        await developer.createApplication({ name: "Registered afterwards" });
        expect(await found(viewer, "afterw")).toEqual(["Registered afterwards"]);
      } finally {
        await again.stop();
      }
    } finally {
      await gateway.stop();
    }
  });
});

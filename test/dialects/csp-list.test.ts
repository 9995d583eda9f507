import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { expectRefused } from "../support/dialects/contracts/contract-organization.js";
import { csp } from "../support/dialects/contracts/csp.js";
import { cspOrganization } from "../support/dialects/csp.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";

describe.each(DATABASE_KINDS)("CSP's list on %s", (kind) => {
  let gateway: TestGateway;

  haveTime();
  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  /** An organization with some applications; answers their client ids, newest first. */
  async function filled(count: number) {
    const organization = await cspOrganization(gateway);
    const ids: string[] = [];
    for (let number = 1; number <= count; number++) {
      ids.unshift((await organization.created({ displayName: `Shop ${number}` })).clientId);
    }
    const list = async (query = "") => {
      const answer = await organization.send("GET", query, undefined, "viewer");
      expect(answer.status, answer.text).toBe(200);
      return answer.body;
    };
    return { ...organization, ids, list };
  }
  const idsOf = (results: { id: string }[]) => results.map(({ id }) => id);

  it("shows everything at once by default, without links", async () => {
    const { list, ids } = await filled(3);
    const body = await list();
    expect(Object.keys(body).sort()).toEqual(["results", "totalResults"]);
    expect([idsOf(body.results), body.totalResults]).toEqual([ids, 3]);
  });

  it("counts results from 1", async () => {
    const { list, ids, base } = await filled(5);
    const body = await list("?pageStart=2&pageLimit=2");
    expect(idsOf(body.results)).toEqual(ids.slice(1, 3));
    expect(body).toEqual({
      results: expect.any(Array),
      totalResults: 5,
      nextLink: `${base}?pageStart=4&pageLimit=2`,
      prevLink: `${base}?pageStart=1&pageLimit=2`,
    });
  });

  it("is seen whole by following its links, forth and back", async () => {
    const { as, list, ids } = await filled(7);
    const follow = async (body: Record<string, unknown>, link: "nextLink" | "prevLink") => {
      const pages = [body];
      for (let at = body; at[link] !== undefined; ) {
        expect(at[link]).toMatch(/^\/csp\/gateway\/am\/api\/orgs\//);
        at = (await as("viewer").request("GET", at[link] as string)).body;
        pages.push(at);
      }
      return pages;
    };
    const forth = await follow(await list("?pageLimit=3"), "nextLink");
    expect(forth.map(({ results }) => idsOf(results as []))).toEqual([ids.slice(0, 3), ids.slice(3, 6), ids.slice(6)]);
    expect(forth[0]).not.toHaveProperty("prevLink");
    const back = await follow(forth.at(-1) ?? {}, "prevLink");
    expect(back.map(({ results }) => idsOf(results as []))).toEqual([ids.slice(6), ids.slice(3, 6), ids.slice(0, 3)]);
  });

  it("has no link to an empty page when the last one is full", async () => {
    const { list, ids } = await filled(4);
    const body = await list("?pageStart=3&pageLimit=2");
    expect(idsOf(body.results)).toEqual(ids.slice(2));
    expect(body).not.toHaveProperty("nextLink");
  });

  it("is empty beyond its end, and still knows how long it is", async () => {
    const { list } = await filled(2);
    for (const pageStart of [3, 1000, Number.MAX_SAFE_INTEGER]) {
      const { results, totalResults, nextLink } = await list(`?pageStart=${pageStart}`);
      expect([results, totalResults, nextLink]).toEqual([[], 2, undefined]);
    }
  });

  it("narrows by a part of the display name in any case, or by a whole client id, and keeps that in its links", async () => {
    const { list, created, ids, as } = await filled(3);
    const wanted = await created({ displayName: "Zweite Bücherei", id: `chosen-${crypto.randomUUID()}` });
    const byName = await list(`?searchTerm=${encodeURIComponent("BÜCHER")}`);
    expect([idsOf(byName.results), byName.totalResults]).toEqual([[wanted.clientId], 1]);
    expect(idsOf((await list(`?searchTerm=${wanted.clientId}`)).results)).toEqual([wanted.clientId]);
    expect((await list(`?searchTerm=${wanted.clientId.slice(0, -1)}`)).totalResults).toBe(0);
    expect((await list("?searchTerm=")).totalResults).toBe(4);
    const first = await list("?searchTerm=shop&pageLimit=2");
    expect([idsOf(first.results), first.totalResults]).toEqual([ids.slice(0, 2), 3]);
    const second = (await as("viewer").request("GET", first.nextLink)).body;
    expect([idsOf(second.results), second.totalResults]).toEqual([ids.slice(2), 3]);
  });

  it("takes text in a search term for nothing but text", async () => {
    const { list, created } = await filled(1);
    const { clientId } = await created({ displayName: "R&D: 'Bob'@home" });
    expect(idsOf((await list(`?searchTerm=${encodeURIComponent("&d: 'bob'@")}`)).results)).toEqual([clientId]);
    for (const term of ["%", "_", "' OR 1=1 --", "%25", "*"]) {
      expect((await list(`?searchTerm=${encodeURIComponent(term)}`)).totalResults).toBe(0);
    }
  });

  it.each([
    ["pageStart=0", "pageStart"],
    ["pageStart=-1", "pageStart"],
    ["pageStart=1.5", "pageStart"],
    ["pageStart=x", "pageStart"],
    ["pageStart=", "pageStart"],
    ["pageStart=99999999999999999999", "pageStart"],
    ["pageLimit=0", "pageLimit"],
    ["pageLimit=201", "pageLimit"],
    ["pageLimit=ten", "pageLimit"],
    [`searchTerm=${"x".repeat(257)}`, "searchTerm"],
    ["searchTerm=%00", "searchTerm"],
  ])("refuses %s by name", async (query, field) => {
    const { send } = await cspOrganization(gateway);
    expectRefused(csp, await send("GET", `?${query}`), { status: 400, field });
  });

  it("takes 1 and 200 as limits, the first of a parameter given twice, and knows nothing of others", async () => {
    const { list, ids } = await filled(2);
    expect(idsOf((await list("?pageLimit=1")).results)).toEqual(ids.slice(0, 1));
    expect(idsOf((await list("?pageLimit=200")).results)).toEqual(ids);
    expect(idsOf((await list("?pageLimit=1&pageLimit=2&$filter=x&expand=y")).results)).toEqual(ids.slice(0, 1));
  });

  it("shows 200 results of 201, and the last one behind its link", async () => {
    const { send, created, developer, as } = await cspOrganization(gateway);
    const { clientId } = await created();
    await Promise.all(Array.from({ length: 200 }, () => developer.createApplication()));
    const { body } = await send("GET");
    expect([body.results.length, body.totalResults]).toEqual([200, 201]);
    const last = (await as("owner").request("GET", body.nextLink)).body;
    expect(idsOf(last.results)).toEqual([clientId]);
    expect(last).not.toHaveProperty("nextLink");
  });
});

// Too long for a quick run.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyApplication } from "../support/databases/copied-applications.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { Contract } from "../support/dialects/contracts/contract.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import { COLLECTION, type DialectClient, dialectClient } from "../support/dialects/dialects.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";

/** No multiple of any page size, and one that is a multiple of all of them. */
const COUNTS = [1203, 1200];

describe.each(DATABASE_KINDS)("more than a thousand applications on %s", (kind) => {
  let gateway: TestGateway;
  let organizations: { organization: TestOrganization; owner: DialectClient; clientIds: string[] }[];

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
    organizations = [];
    for (const count of COUNTS) organizations.push(await create(count));
  });
  afterAll(() => gateway.stop());

  async function create(count: number) {
    const organization = await gateway.organization(`with-${count}`);
    const { id } = await organization.owner.createApplication({ name: "One of many" });
    await copyApplication(gateway.database, id, count);
    const rows = await gateway.database.query(
      `SELECT id, client_id FROM oauth_applications WHERE organization_id = '${organization.id}'`,
    );
    // Newest first, by code unit, whatever the database's collation is.
    rows.sort((one, other) => (String(one.id) < String(other.id) ? 1 : -1));
    const clientIds = rows.map(({ client_id }) => String(client_id));
    expect(new Set(clientIds).size).toBe(count);
    return { organization, owner: dialectClient(gateway.url, organization.owner.token), clientIds };
  }

  const idsOf = ({ list, names }: Contract, body: unknown) =>
    list.applicationsOf(body).map((application) => application[names.clientId] as string);

  describe.each(COUNTS)("%i of them", (count) => {
    const prepared = () => organizations[COUNTS.indexOf(count)] as (typeof organizations)[number];

    it.each(CONTRACTS.filter(({ dialect }) => ["cloudflare", "meteroid"].includes(dialect)))(
      "are all in one answer of $dialect, newest first, none twice",
      async (contract) => {
        const { organization, owner, clientIds } = prepared();
        const answer = await owner.request("GET", contract.list.path(organization.id, ""));
        expect(answer.headers.get("content-type")).toBe("application/json");
        expect(idsOf(contract, answer.body)).toEqual(clientIds);
      },
    );

    it.each(["", "&order_by=-created_at", "&order_by=name", "&name_query=one%20OF"])(
      "are listed by Clerk, part by part, with the total in each: %s",
      async (query) => {
        const { owner, clientIds } = prepared();
        const listed: string[] = [];
        for (const offset of [0, 500, 1000]) {
          const { body } = await owner.request("GET", `/v1/oauth_applications?limit=500&offset=${offset}${query}`);
          expect(body.total_count).toBe(count);
          expect(body.data).toHaveLength(Math.min(500, count - offset));
          listed.push(...body.data.map((application: { client_id: string }) => application.client_id));
        }
        // Names are all the same: the older one comes first then.
        expect(listed).toEqual(query.includes("name") && !query.includes("query") ? clientIds.toReversed() : clientIds);
        for (const offset of [count, 1_000_000_000, Number.MAX_SAFE_INTEGER]) {
          const { body } = await owner.request("GET", `/v1/oauth_applications?offset=${offset}${query}`);
          expect(body).toEqual({ data: [], total_count: count });
        }
      },
    );

    it.each(["", "&searchTerm=One%20of%20m"])(
      "are walked through CSP by its links, there and back: %s",
      async (query) => {
        const { organization, owner, clientIds } = prepared();
        const walk = async (start: string, link: "nextLink" | "prevLink") => {
          const pages: string[][] = [];
          for (let path: string | undefined = start; path; ) {
            const { body } = await owner.request("GET", path);
            expect(body.totalResults).toBe(count);
            pages.push(body.results.map(({ id }: { id: string }) => id));
            expect(
              body[link] === undefined || body[link].startsWith(`${COLLECTION.csp(organization.id)}?pageStart=`),
            ).toBe(true);
            path = body[link];
          }
          return pages;
        };
        const collection = COLLECTION.csp(organization.id);
        const forward = await walk(`${collection}?pageLimit=150${query}`, "nextLink");
        expect(forward.flat()).toEqual(clientIds);
        expect(forward).toHaveLength(Math.ceil(count / 150));
        const last = 150 * (forward.length - 1) + 1;
        const backward = await walk(`${collection}?pageStart=${last}&pageLimit=150${query}`, "prevLink");
        expect(backward.reverse()).toEqual(forward);
      },
    );

    it("come from CSP by 200 when nothing is said", async () => {
      const { organization, owner, clientIds } = prepared();
      const { body } = await owner.request("GET", COLLECTION.csp(organization.id));
      expect(body.results.map(({ id }: { id: string }) => id)).toEqual(clientIds.slice(0, 200));
      expect(body.nextLink).toBe(`${COLLECTION.csp(organization.id)}?pageStart=201&pageLimit=200`);
      expect(body.prevLink).toBeUndefined();
    });
  });

  it("are nobody else's: another organization sees none of them", async () => {
    const { owner, id } = await gateway.organization();
    for (const { list } of CONTRACTS) {
      const { body } = await dialectClient(gateway.url, owner.token).request("GET", list.path(id, ""));
      expect(list.applicationsOf(body)).toEqual([]);
    }
  });
});

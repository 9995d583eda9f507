import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import { newId } from "../../src/model/identifier.js";
import { Organization } from "../../src/model/organization.js";
import { createDatabase, type TestDatabase } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

const SIZE = 100;

describe("reads that wait at the same time", () => {
  let file: TestDatabase;
  let database: Database;
  let slugs: string[];

  beforeEach(async () => {
    file = await createDatabase("sqlite");
    database = await Database.open({ url: file.url });
    slugs = Array.from({ length: SIZE }, (_, number) => `organization-${number}`);
    await database.write(async (transaction) => {
      for (const slug of slugs) {
        const row = { id: newId("org_", Date.now()), slug, name: `Name of ${slug}`, allowHttpRedirectUris: false };
        await transaction.insert(Organization, row);
      }
    });
  });
  afterEach(async () => {
    await database.close();
    await file.drop();
  });

  const namesOf = async (tail: string, parameters: object) =>
    (await database.read.list(Organization, tail, { ...parameters })).map(({ name }) => name);

  it("are each answered with their own rows", async () => {
    const found = await Promise.all(slugs.map((slug) => namesOf("WHERE slug = :slug", { slug })));
    expect(found).toEqual(slugs.map((slug) => [`Name of ${slug}`]));
  });

  it("are each answered when some find nothing and others many", async () => {
    const bounds = [...slugs.keys()];
    const found = await Promise.all(
      bounds.map((bound) => namesOf("WHERE slug < :bound ORDER BY slug DESC", { bound: `organization-${bound}` })),
    );
    const sorted = slugs.toSorted().reverse();
    const below = (bound: number) => sorted.filter((slug) => slug < `organization-${bound}`);
    expect(found).toEqual(bounds.map((bound) => below(bound).map((slug) => `Name of ${slug}`)));
  });

  it("are each answered when they are different statements, with limits of their own", async () => {
    const found = await Promise.all(
      slugs.map((slug, number) =>
        number % 2 === 0
          ? namesOf("WHERE slug = :slug", { slug })
          : namesOf("WHERE slug >= :slug ORDER BY slug LIMIT :limit", { slug, limit: 1 }),
      ),
    );
    expect(found).toEqual(slugs.map((slug) => [`Name of ${slug}`]));
  });

  it("fail alone when only one of them cannot be answered", async () => {
    const lists = slugs.map((slug, number) => (number === 17 ? "no list" : JSON.stringify([slug])));
    const outcomes = await Promise.allSettled(
      lists.map((list) => namesOf("WHERE slug IN (SELECT value FROM json_each(:list))", { list })),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(
      slugs.map((_, number) => (number === 17 ? "rejected" : "fulfilled")),
    );
    expect(outcomes[18]).toEqual({ status: "fulfilled", value: ["Name of organization-18"] });
  });

  it("find what they would find alone, also by texts that JSON writes in another way", async () => {
    const texts = ["organization-1\0", "organization-1\ud800", 'organization-"1', "organization-1'", "%", "\u2028"];
    await database.write(async (transaction) => {
      // A lone surrogate is asked for as the replacement character.
      const row = { id: newId("org_", Date.now()), slug: "organization-1\ufffd", allowHttpRedirectUris: false };
      await transaction.insert(Organization, { ...row, name: "Replaced" });
    });
    const wanted = [...texts, "organization-1"];
    const alone = [];
    for (const slug of wanted) alone.push(await namesOf("WHERE slug = :slug", { slug }));
    const found = await Promise.all(wanted.map((slug) => namesOf("WHERE slug = :slug", { slug })));
    expect(found).toEqual(alone);
    expect(alone).toContainEqual(["Replaced"]);
  });

  it("see what was written before they were asked", async () => {
    for (let round = 0; round < 30; round++) {
      const slug = `organization-${round}`;
      const name = `Renamed ${round}`;
      const others = slugs.map((other) => namesOf("WHERE slug = :slug", { slug: other }));
      await database.write((transaction) =>
        transaction.rows("UPDATE organizations SET name = :name WHERE slug = :slug", { slug, name }),
      );
      const [[found]] = await Promise.all([namesOf("WHERE slug = :slug", { slug }), ...others]);
      expect(found).toBe(name);
    }
  });
});

describe("requests of several organizations at the same time", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
  });
  afterAll(() => gateway.stop());

  it("each see their own application, and nobody else's", async () => {
    const { owner } = await gateway.organization();
    const { owner: stranger } = await gateway.organization();
    const own = await Promise.all(Array.from({ length: 40 }, (_, n) => owner.createApplication({ name: `Own ${n}` })));
    const query = "query ($id: ID) { oauthApplication(id: $id) { name secrets { hint } } }";
    const answers = await Promise.all(own.flatMap(({ id }) => [owner.ok(query, { id }), stranger.ok(query, { id })]));
    const expected = own.flatMap(({ clientSecret }, n) => [
      { oauthApplication: { name: `Own ${n}`, secrets: [{ hint: `ogs_…${clientSecret?.slice(-4)}` }] } },
      { oauthApplication: null },
    ]);
    expect(answers).toEqual(expected);
  });
});

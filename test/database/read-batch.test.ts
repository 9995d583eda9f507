import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import { newId } from "../../src/model/identifier.js";
import { Organization } from "../../src/model/organization.js";
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

const SIZE = 100;

/** A condition that cannot be judged for a text that is no list. */
const IN_LIST = {
  sqlite: "WHERE slug IN (SELECT value FROM json_each(:list))",
  postgres: "WHERE slug = ANY(CAST(:list AS text[]))",
};

describe.each(DATABASE_KINDS)("reads that wait at the same time on %s", (kind) => {
  let file: TestDatabase;
  let database: Database;
  let slugs: string[];

  beforeAll(async () => {
    file = await createMigratedDatabase(kind);
    database = await Database.open({ url: file.url });
  });
  beforeEach(async () => {
    slugs = Array.from({ length: SIZE }, (_, number) => `organization-${number}`);
    const rows = slugs.map((slug) => {
      const id = newId("org_", Date.now());
      return { id, slug, name: `Name of ${slug}`, allowHttpRedirectUris: false };
    });
    await database.write(async (transaction) => {
      await transaction.rows("DELETE FROM organizations", {});
      await transaction.insert(Organization, ...rows);
    });
  });
  afterAll(async () => {
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
    const listOf = (slug: string) => (kind === "sqlite" ? JSON.stringify([slug]) : `{${slug}}`);
    const lists = slugs.map((slug, number) => (number === 17 ? "no list" : listOf(slug)));
    const outcomes = await Promise.allSettled(lists.map((list) => namesOf(IN_LIST[kind], { list })));
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
    // PostgreSQL refuses a text with NUL.
    const namesOrRefusal = (slug: string) => namesOf("WHERE slug = :slug", { slug }).catch(({ message }) => message);
    const alone = [];
    for (const slug of wanted) alone.push(await namesOrRefusal(slug));
    const found = await Promise.all(wanted.map(namesOrRefusal));
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

  it("are each answered when they ask for lists of none, one and many", async () => {
    const { read } = database;
    const lists = slugs.map((_, number) => slugs.slice(number, number + (number % 4)));
    const tail = `WHERE ${read.anyOf("slug", "slugs")} ORDER BY slug`;
    const found = await Promise.all(lists.map((list) => namesOf(tail, { slugs: list })));
    expect(found).toEqual(lists.map((list) => list.toSorted().map((slug) => `Name of ${slug}`)));
  });

  it("are each answered when they use a list in another way than to look for its elements", async () => {
    const { read } = database;
    const tail = `WHERE EXISTS (SELECT 1 FROM ${read.elements("slugs")} WHERE element.value = slug)`;
    const lists = slugs.map((_, number) => slugs.slice(number, number + (number % 3)));
    const found = await Promise.all(lists.map((list) => namesOf(tail, { slugs: list })));
    expect(found.map((names) => names.toSorted())).toEqual(
      lists.map((list) => list.toSorted().map((slug) => `Name of ${slug}`)),
    );
  });

  it("are each answered when they compare numbers and texts, also as somebody else's types", async () => {
    const tail = "WHERE length(slug) = :length AND slug = :slug";
    const texts = "WHERE CAST(length(slug) AS text) = :length AND slug = :slug";
    const asked = slugs.flatMap((slug) => [
      namesOf(tail, { slug, length: slug.length }),
      namesOf(tail, { slug, length: 1 }),
      namesOf(texts, { slug, length: String(slug.length) }),
    ]);
    const expected = slugs.flatMap((slug) => [[`Name of ${slug}`], [], [`Name of ${slug}`]]);
    expect(await Promise.all(asked)).toEqual(expected);
  });

  it("never show a stale row: 10,000 changes, each seen at once by those who read together and alone", async () => {
    // Not more at a time than a busy machine lets write within their patience.
    const LANES = 20;
    const ids = (await database.read.list(Organization, "ORDER BY id")).map(({ id }) => id).slice(0, LANES);
    const stale: unknown[] = [];
    const lane = async (id: string) => {
      for (let change = 0; change < 10_000 / LANES; change++) {
        const name = `Change ${change}`;
        await database.change({
          lock: id,
          judge: (transaction) => transaction.get(Organization, { id }),
          write: (transaction) => transaction.update(Organization, id, { name }),
        });
        const { read } = database;
        const alone = () => read.first(Organization, "WHERE id >= :id ORDER BY id LIMIT :limit", { id, limit: 1 });
        const seen = await Promise.all([
          read.get(Organization, { id }),
          read.first(Organization, `WHERE ${read.anyOf("id", "ids")}`, { ids: [id] }),
          // Costs PostgreSQL as much as all the others together.
          ...(change % 10 === 0 ? [alone()] : []),
        ]);
        stale.push(...seen.filter((organization) => organization?.name !== name));
      }
    };
    await Promise.all(ids.map(lane));
    expect(stale).toEqual([]);
  });
});

describe.each(DATABASE_KINDS)("requests of several organizations at the same time on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
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

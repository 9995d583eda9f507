import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import { newId } from "../../src/model/identifier.js";
import { Organization } from "../../src/model/organization.js";
import { createMigratedDatabase, type TestDatabase } from "../support/databases/databases.js";
import { holdRow } from "../support/databases/held-row.js";

/** What a list of texts in PostgreSQL's own notation could take for something else. */
const HOSTILE = [
  "",
  "NULL",
  "null",
  "{}",
  "{a,b}",
  'a"b',
  "\\",
  '\\"',
  "a,b",
  " a ",
  "'",
  "\n\t",
  "$1 :id",
  "ü😀",
  "true",
];

const NAMED = [
  { entity: Organization, tail: "WHERE id = :id AND name = :name AND allow_http_redirect_uris = :flag" },
] as const;
const BY_ID = { entity: Organization, tail: "WHERE id = :id" };

describe("changes that share statements on PostgreSQL", () => {
  let file: TestDatabase;
  let database: Database;
  let ids: string[];

  const open = async (poolSize: number) => {
    database = await Database.open({ url: file.url, poolSize });
    const rows = HOSTILE.map((name) => {
      const id = newId("org_", Date.now());
      return Object.assign(new Organization(), { id, slug: id, name, allowHttpRedirectUris: name.length > 1 });
    });
    ids = rows.map(({ id }) => id);
    await database.write((transaction) => transaction.insert(Organization, ...rows));
  };

  beforeEach(async () => {
    file = await createMigratedDatabase("postgres");
  });
  afterEach(async () => {
    await database.close();
    await file.drop();
  });

  /** Reads the row by its name, and gives it the next one's. */
  const rename = (index: number, { name = HOSTILE[index] as string, locks = false } = {}) => {
    const id = ids[index] as string;
    return database.change({
      lock: id,
      ...(locks ? { rows: { table: "organizations", condition: "id = :id", parameters: { id } } } : {}),
      judge: async (transaction) => {
        const [found] = await transaction.listEach<[Organization]>(NAMED, { id, name, flag: name.length > 1 });
        return found.map((row) => row.name);
      },
      write: async (transaction, found) => {
        await transaction.update(Organization, id, { name: HOSTILE[(index + 1) % HOSTILE.length] as string });
        return found;
      },
    });
  };
  const mark = (id: string) =>
    database.change({
      lock: id,
      rows: { table: "organizations", condition: "id = :id", parameters: { id } },
      judge: (transaction) => transaction.listEach<[Organization]>([BY_ID], { id }),
      write: async (transaction) => {
        await transaction.update(Organization, id, { name: id });
        return id;
      },
    });
  const kept = async () => {
    const rows = await file.query("SELECT id, name FROM organizations");
    const names = new Map(rows.map(({ id, name }) => [id, name]));
    return ids.map((id) => names.get(id));
  };
  const RENAMED = HOSTILE.map((_, index) => HOSTILE[(index + 1) % HOSTILE.length]);

  it("read and write each its own values, whatever these look like", async () => {
    await open(10);
    const found = await Promise.all(HOSTILE.map((_, index) => rename(index)));
    expect(found).toEqual(HOSTILE.map((name) => [name]));
    expect(await kept()).toEqual(RENAMED);
  });

  it("are done but for one whose value PostgreSQL takes for no text", async () => {
    await open(10);
    const outcomes = await Promise.allSettled(
      HOSTILE.map((_, index) => rename(index, index === 3 ? { name: "a\0b" } : {})),
    );
    expect(outcomes.map(({ status }) => status === "fulfilled")).toEqual(HOSTILE.map((_, index) => index !== 3));
    expect(await kept()).toEqual(RENAMED.map((name, index) => (index === 3 ? HOSTILE[3] : name)));
  });

  it.each([1, 2])("are done by a pool of %i, also those that have to run alone", async (poolSize) => {
    await open(poolSize);
    const held = await holdRow(file, "organizations", ids[3] as string);
    const changes = HOSTILE.map((_, index) => rename(index, { locks: true }));
    await held.waited();
    await held.release();
    await Promise.all(changes);
    expect(await kept()).toEqual(RENAMED);
  });

  it("are done after their server has forgotten the statements that it kept, and after a column was added", async () => {
    await open(1);
    const all = () => Promise.all(HOSTILE.map((_, index) => rename(index)));
    await all();
    await database.write((transaction) => transaction.rows("DEALLOCATE ALL"));
    await file.query("ALTER TABLE organizations ADD COLUMN added_later text");
    const marked = await Promise.all(ids.map((id) => mark(id)));
    expect(marked).toEqual(ids);
    expect(await kept()).toEqual(ids);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Database } from "../../src/database/database.js";
import type { Reader } from "../../src/database/reader.js";
import { PooledDatabase } from "../../src/database/sqlite/driver.js";
import type { Transaction } from "../../src/database/transaction.js";
import { DomainError } from "../../src/model/domain-error.js";
import { newId } from "../../src/model/identifier.js";
import { Organization } from "../../src/model/organization.js";
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { statementRecorder } from "../support/databases/statement-recorder.js";

const SIZE = 48;
const SELECTIONS = [{ entity: Organization, tail: "WHERE slug = :slug" }] as const;
const INSERT = "INSERT INTO retired_client_ids (client_id, organization_id) VALUES (:slug, :id)";

const numbers = Array.from({ length: SIZE }, (_, n) => n);
const slug = (n: number) => `slug-${String(n).padStart(3, "0")}`;

describe.each(DATABASE_KINDS)("changes that come together on %s", (kind) => {
  const statements: string[] = [];
  let file: TestDatabase;
  let database: Database;
  let rows: Organization[];

  beforeEach(async () => {
    file = await createMigratedDatabase(kind);
    database = await Database.open({ url: file.url, logger: statementRecorder(statements) });
    rows = numbers.map((n) =>
      Object.assign(new Organization(), {
        id: newId("org_", Date.now()),
        slug: slug(n),
        name: "0",
        allowHttpRedirectUris: true,
      }),
    );
    for (const row of rows) await database.write((transaction) => transaction.insert(Organization, row));
    statements.length = 0;
  });
  afterEach(async () => {
    await database.close();
    await file.drop();
  });

  const read = async (transaction: Reader, n: number): Promise<Organization> => {
    const [[found]] = await transaction.listEach<[Organization]>(SELECTIONS, { slug: slug(n) });
    if (!found) throw DomainError.notFound("Organization");
    return found;
  };
  const rename = (transaction: Transaction, row: Organization, name: string) =>
    transaction.update(Organization, row.id, { name });
  const count = (transaction: Transaction, row: Organization) => rename(transaction, row, String(Number(row.name) + 1));
  const increment = (n: number) =>
    database.change({ lock: slug(n), judge: (transaction) => read(transaction, n), write: count });
  const names = async () => (await file.query("SELECT name FROM organizations ORDER BY slug")).map(({ name }) => name);
  const retire = (transaction: Transaction, n: number) => transaction.rows(INSERT, { slug: slug(n), id: rows[n]?.id });

  it("read each its own, and are written with one statement and committed once", async () => {
    await Promise.all(
      numbers.map((n) =>
        database.change({
          lock: slug(n),
          judge: (transaction) => read(transaction, n),
          write: (transaction, found) => rename(transaction, found, found.slug),
        }),
      ),
    );
    expect(await names()).toEqual(numbers.map(slug));
    // On SQLite what is read together is logged for each of them.
    const reads = statements.filter((sql) => /^SELECT.*organizations/s.test(sql));
    expect(reads).toHaveLength(kind === "sqlite" ? SIZE : 1);
    expect(statements.filter((sql) => sql === "COMMIT")).toHaveLength(1);
    expect(statements.filter((sql) => sql.startsWith("UPDATE"))).toHaveLength(1);
  });

  it("see what those of the same turn wrote before them", async () => {
    await Promise.all(numbers.map((n) => increment(n % 3)));
    expect((await names()).slice(0, 4)).toEqual(["16", "16", "16", "0"]);
  });

  it("see what others wrote before them, that have no turn", async () => {
    const seen: string[] = [];
    await Promise.all(
      numbers.map((n) =>
        n % 2 === 0
          ? database.write(async (transaction) => count(transaction, await read(transaction, 0)), undefined, slug(0))
          : database.change({
              lock: slug(0),
              judge: (transaction) => read(transaction, 0),
              write: async (_, found) => void seen.push(found.name),
            }),
      ),
    );
    expect(seen).toEqual(numbers.filter((n) => n % 2 === 1).map((n) => String((n + 1) / 2)));
  });

  it("are refused one by one by what they have read", async () => {
    const begun: number[] = [];
    const outcomes = await Promise.allSettled(
      numbers.map((n) =>
        database.change({
          lock: slug(n),
          judge: (transaction) => {
            begun.push(n);
            return read(transaction, n % 2 === 0 ? n : n + SIZE);
          },
          write: count,
        }),
      ),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(numbers.map((n) => (n % 2 === 0 ? "fulfilled" : "rejected")));
    expect(outcomes[1]).toMatchObject({ reason: { code: "not_found" } });
    expect(await names()).toEqual(numbers.map((n) => (n % 2 === 0 ? "1" : "0")));
    expect(begun).toHaveLength(SIZE);
  });

  it("fail one by one when a read fails", async () => {
    const outcomes = await Promise.allSettled(
      numbers.map((n) =>
        database.change({
          lock: slug(n),
          judge: async (transaction) => {
            if (n % 8 === 3) await transaction.rows("SELECT nothing");
            return read(transaction, n);
          },
          write: count,
        }),
      ),
    );
    expect([...outcomes.keys()].filter((n) => outcomes[n]?.status === "rejected")).toEqual([3, 11, 19, 27, 35, 43]);
    expect(await names()).toEqual(numbers.map((n) => (n % 8 === 3 ? "0" : "1")));
  });

  it("begin side by side when they share a turn", async () => {
    let begun = 0;
    const seen = await Promise.all(
      numbers.slice(0, 5).map(() =>
        database.change({
          lock: slug(0),
          isShared: true,
          judge: async (transaction) => {
            begun += 1;
            return read(transaction, 0);
          },
          // Waits for the others, who could not begin if they waited for this one.
          write: async () => {
            await expect.poll(() => begun).toBe(5);
            return begun;
          },
        }),
      ),
    );
    expect(seen).toEqual([5, 5, 5, 5, 5]);
  });

  if (kind !== "sqlite") return;

  it("that share a turn see what one that does not wrote before them, and it begins after them", async () => {
    const seen: string[] = [];
    const share = (n: number) =>
      database.change({
        lock: slug(n),
        isShared: true,
        judge: (transaction) => read(transaction, n),
        write: async (_, { name }) => void seen.push(`${n}: ${name}`),
      });
    await Promise.all([share(0), share(0), increment(0), share(1), share(0), increment(0), share(0)]);
    expect(seen).toEqual(["0: 0", "0: 0", "1: 0", "0: 1", "0: 2"]);
  });

  it("begin again when another one has written what they may have read", async () => {
    const seen: number[] = [];
    await Promise.all(
      numbers.map((n) =>
        database.change({
          lock: slug(n),
          judge: (transaction) => transaction.rows("SELECT count(*) AS count FROM retired_client_ids"),
          write: async (transaction, [row]) => {
            seen.push(Number(row?.count));
            if (n % 4 === 0) await retire(transaction, n);
          },
        }),
      ),
    );
    expect(seen).toEqual(numbers.map((n) => Math.ceil(n / 4)));
  });

  it("are run one after the other when one of them writes before it may", async () => {
    await Promise.all(
      numbers.map((n) =>
        database.change({
          lock: slug(n),
          judge: async (transaction) => {
            if (n === 5) await transaction.rows("UPDATE organizations SET name = name + 10 WHERE slug = 'slug-006'");
            return read(transaction, n);
          },
          write: count,
        }),
      ),
    );
    expect(await names()).toEqual(numbers.map((n) => (n === 6 ? "11" : "1")));
  });

  it("write nothing of a group that SQLite has undone", async () => {
    let failures = 0;
    const outcomes = await Promise.allSettled(
      numbers.map((n) =>
        database.change({
          lock: slug(n),
          judge: (transaction) => read(transaction, n),
          write: async (transaction, row) => {
            await count(transaction, row);
            if (n !== 9 || failures++ > 0) return;
            // What SQLite does by itself on SQLITE_IOERR, SQLITE_FULL and SQLITE_NOMEM.
            await transaction.rows("ROLLBACK");
            throw new Error("SQLITE_IOERR: disk I/O error");
          },
        }),
      ),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(Array(SIZE).fill("fulfilled"));
    expect(await names()).toEqual(Array(SIZE).fill("1"));
  });

  it("write nothing when SQLite has undone the group while it read", async () => {
    const { all } = PooledDatabase.prototype;
    let failures = 0;
    const spy = vi.spyOn(PooledDatabase.prototype, "all").mockImplementation(function (this: PooledDatabase, ...args) {
      const [sql, , callback] = args as unknown as [string, unknown[], (error: Error) => void];
      if (failures > 0 || !sql.includes("AS call")) return all.apply(this, args);
      failures += 1;
      // What SQLite does by itself on SQLITE_IOERR and SQLITE_NOMEM, and what it does not count.
      all.call(this, "ROLLBACK", [], () => callback(new Error("SQLITE_IOERR: disk I/O error")));
      this.writes -= 1;
    });
    const outcomes = await Promise.allSettled(numbers.map(increment));
    spy.mockRestore();
    expect(failures).toBe(1);
    expect(outcomes.map(({ status }) => status)).toEqual(Array(SIZE).fill("fulfilled"));
    expect(await names()).toEqual(Array(SIZE).fill("1"));
  });

  it("read with one statement, however many there are", async () => {
    const spy = vi.spyOn(PooledDatabase.prototype, "all");
    await Promise.all(numbers.map(increment));
    const reads = spy.mock.calls.filter(([sql]) => /^SELECT/.test(sql)).length;
    spy.mockRestore();
    expect(reads).toBe(1);
  });

  it("run again one by one after an error that is no refusal, whether or not they had written", async () => {
    let runs = 0;
    const work = async (n: number) => {
      runs += 1;
      if (n === 1) throw new Error("SQLITE_IOERR: disk I/O error");
    };
    const outcomes = await Promise.allSettled(
      [0, 1].map((n) =>
        database.change({ lock: slug(n), judge: (transaction) => read(transaction, n), write: () => work(n) }),
      ),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect(runs).toBe(4);
  });
});

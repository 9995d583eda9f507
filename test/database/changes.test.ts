import type { EntityManager } from "typeorm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Database } from "../../src/database/database.js";
import { selectEach } from "../../src/database/select.js";
import { PooledDatabase } from "../../src/database/sqlite/driver.js";
import { insert, update } from "../../src/database/write.js";
import { DomainError } from "../../src/model/domain-error.js";
import { newId } from "../../src/model/identifier.js";
import { Organization } from "../../src/model/organization.js";
import { createDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases.js";
import { statementRecorder } from "../support/statement-recorder.js";

const SIZE = 48;
const SELECTIONS = [{ entity: Organization, tail: "WHERE slug = :slug" }] as const;
const INSERT = "INSERT INTO retired_client_ids (client_id, organization_id) VALUES ($1, $2)";

const numbers = Array.from({ length: SIZE }, (_, n) => n);
const slug = (n: number) => `slug-${String(n).padStart(3, "0")}`;

describe.each(DATABASE_KINDS)("changes that come together on %s", (kind) => {
  const statements: string[] = [];
  let file: TestDatabase;
  let database: Database;
  let rows: Organization[];

  beforeEach(async () => {
    file = await createDatabase(kind);
    database = await Database.open({ url: file.url, logger: statementRecorder(statements) });
    rows = numbers.map((n) =>
      Object.assign(new Organization(), {
        id: newId("org_", Date.now()),
        slug: slug(n),
        name: "0",
        allowHttpRedirectUris: true,
      }),
    );
    for (const row of rows) await database.write((manager) => insert(manager, Organization, row));
    statements.length = 0;
  });
  afterEach(async () => {
    await database.close();
    await file.drop();
  });

  const read = async (manager: EntityManager, n: number): Promise<Organization> => {
    const [[found]] = await selectEach<[Organization]>(manager, SELECTIONS, { slug: slug(n) });
    if (!found) throw DomainError.notFound("Organization");
    return found;
  };
  const rename = (manager: EntityManager, row: Organization, name: string) =>
    update(manager, Organization, Object.assign(row, { name }), ["name"]);
  const count = (manager: EntityManager, row: Organization) => rename(manager, row, String(Number(row.name) + 1));
  const increment = (n: number) =>
    database.change({ turn: slug(n), begin: (manager) => read(manager, n), work: count });
  const names = async () => (await file.query("SELECT name FROM organizations ORDER BY slug")).map(({ name }) => name);
  const retire = (manager: EntityManager, n: number) => manager.query(INSERT, [slug(n), rows[n]?.id]);

  it("read each its own, and on SQLite write with one statement", async () => {
    await Promise.all(
      numbers.map((n) =>
        database.change({
          turn: slug(n),
          begin: (manager) => read(manager, n),
          work: (manager, found) => rename(manager, found, found.slug),
        }),
      ),
    );
    expect(await names()).toEqual(numbers.map(slug));
    expect(statements.filter((sql) => /^SELECT.*organizations/s.test(sql))).toHaveLength(SIZE);
    const sent = kind === "sqlite" ? { commits: 1, updates: 1 } : { commits: SIZE, updates: SIZE };
    expect(statements.filter((sql) => sql === "COMMIT")).toHaveLength(sent.commits);
    expect(statements.filter((sql) => sql.startsWith("UPDATE"))).toHaveLength(sent.updates);
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
          ? database.write(async (manager) => count(manager, await read(manager, 0)), undefined, slug(0))
          : database.change({
              turn: slug(0),
              begin: (manager) => read(manager, 0),
              work: async (_, found) => void seen.push(found.name),
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
          turn: slug(n),
          begin: (manager) => {
            begun.push(n);
            return read(manager, n % 2 === 0 ? n : n + SIZE);
          },
          work: count,
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
          turn: slug(n),
          begin: (manager) => (n % 8 === 3 ? manager.query("SELECT nothing") : read(manager, n)),
          work: count,
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
          turn: slug(0),
          isShared: true,
          begin: async (manager) => {
            begun += 1;
            return read(manager, 0);
          },
          // Waits for the others, who could not begin if they waited for this one.
          work: () => vi.waitFor(() => (begun === 5 ? begun : Promise.reject(new Error(`${begun} have begun`)))),
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
        turn: slug(n),
        isShared: true,
        begin: (manager) => read(manager, n),
        work: async (_, { name }) => void seen.push(`${n}: ${name}`),
      });
    await Promise.all([share(0), share(0), increment(0), share(1), share(0), increment(0), share(0)]);
    expect(seen).toEqual(["0: 0", "0: 0", "1: 0", "0: 1", "0: 2"]);
  });

  it("begin again when another one has written what they may have read", async () => {
    const seen: number[] = [];
    await Promise.all(
      numbers.map((n) =>
        database.change({
          turn: slug(n),
          begin: (manager) => manager.query("SELECT count(*) AS count FROM retired_client_ids"),
          work: async (manager, [{ count }]) => {
            seen.push(count);
            if (n % 4 === 0) await retire(manager, n);
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
          turn: slug(n),
          begin: async (manager) => {
            if (n === 5) await manager.query("UPDATE organizations SET name = name + 10 WHERE slug = 'slug-006'");
            return read(manager, n);
          },
          work: count,
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
          turn: slug(n),
          begin: (manager) => read(manager, n),
          work: async (manager, row) => {
            await count(manager, row);
            if (n !== 9 || failures++ > 0) return;
            // What SQLite does by itself on SQLITE_IOERR, SQLITE_FULL and SQLITE_NOMEM.
            await manager.query("ROLLBACK");
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
      [0, 1].map((n) => database.change({ turn: slug(n), begin: (manager) => read(manager, n), work: () => work(n) })),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect(runs).toBe(4);
  });
});

import type { DataSource } from "typeorm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import { configureSqlite } from "../../src/database/sqlite/writer.js";
import type { Transaction } from "../../src/database/transaction.js";
import { DomainError } from "../../src/model/domain-error.js";
import { createMigratedDatabase, type TestDatabase } from "../support/databases/databases.js";
import { statementRecorder } from "../support/databases/statement-recorder.js";
import { haveTime } from "../support/gateway/have-time.js";

const ORGANIZATION = "org_0000000000000000000000";
const INSERT = "INSERT INTO retired_client_ids (client_id, organization_id) VALUES (:id, :organization)";

describe("transactions that wait for SQLite's writer", () => {
  haveTime();
  const statements: string[] = [];
  let file: TestDatabase;
  let database: Database;

  beforeEach(async () => {
    file = await createMigratedDatabase("sqlite");
    database = await Database.open({ url: file.url, logger: statementRecorder(statements) });
    statements.length = 0;
  });
  afterEach(async () => {
    await database.close();
    await file.drop();
  });

  const insert = (transaction: Transaction, id: string) => transaction.rows(INSERT, { id, organization: ORGANIZATION });
  const kept = async () => {
    const rows = await file.query("SELECT client_id FROM retired_client_ids ORDER BY client_id");
    return rows.map(({ client_id }) => client_id);
  };
  const commits = () => statements.filter((sql) => sql === "COMMIT").length;
  const name = (number: number) => `client-${String(number).padStart(3, "0")}`;

  it("are committed together, up to 64 at once", async () => {
    await Promise.all(
      Array.from({ length: 128 }, (_, n) => database.write((transaction) => insert(transaction, name(n)))),
    );
    expect(commits()).toBe(2);
    expect(await kept()).toHaveLength(128);
  });

  it("undo only themselves when they fail, wherever in a group of 64 they stand", async () => {
    const failing = [0, 31, 63];
    const outcomes = await Promise.allSettled(
      Array.from({ length: 64 }, (_, n) =>
        database.write(async (transaction) => {
          await insert(transaction, name(n));
          if (failing.includes(n)) throw new Error(`refused ${n}`);
          return n;
        }),
      ),
    );
    expect(commits()).toBe(1);
    for (const [n, outcome] of outcomes.entries()) {
      if (failing.includes(n))
        expect(outcome).toMatchObject({ status: "rejected", reason: { message: `refused ${n}` } });
      else expect(outcome).toEqual({ status: "fulfilled", value: n });
    }
    const good = Array.from({ length: 64 }, (_, n) => n).filter((n) => !failing.includes(n));
    expect(await kept()).toEqual(good.map(name));
  });

  it("undo nobody when they are refused before they have written anything, and are not run again", async () => {
    let runs = 0;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 64 }, (_, n) =>
        database.write(async (transaction) => {
          runs += 1;
          await transaction.rows("SELECT 1");
          if (n % 2 === 0) throw DomainError.conflict(`refused ${n}`);
          await insert(transaction, name(n));
        }),
      ),
    );
    expect(runs).toBe(64);
    expect(outcomes.map(({ status }) => status)).toEqual(
      Array.from({ length: 64 }, (_, n) => (n % 2 === 0 ? "rejected" : "fulfilled")),
    );
    expect(statements.filter((sql) => /ROLLBACK|SAVEPOINT/.test(sql))).toEqual([]);
    expect(await kept()).toHaveLength(32);
  });

  it("undo what they wrote when the services refuse them after it", async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 64 }, (_, n) =>
        database.write(async (transaction) => {
          await insert(transaction, name(n));
          if (n % 2 === 0) throw DomainError.conflict(`refused ${n}`);
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(32);
    expect(await kept()).toEqual(Array.from({ length: 32 }, (_, n) => name(2 * n + 1)));
  });

  it("all run again when one of them meets an error that may have ended the transaction, as an I/O error does", async () => {
    let failures = 0;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) =>
        database.write(async (transaction) => {
          if (n === 5 && failures++ === 0) {
            // What SQLite does by itself on SQLITE_IOERR, SQLITE_FULL and SQLITE_NOMEM.
            await transaction.rows("ROLLBACK");
            throw new Error("SQLITE_IOERR: disk I/O error");
          }
          await insert(transaction, name(n));
        }),
      ),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(Array(10).fill("fulfilled"));
    expect(await kept()).toEqual(Array.from({ length: 10 }, (_, n) => name(n)));
    expect(commits()).toBe(1);
  });

  it("undo only themselves when SQLite refuses one of their statements", async () => {
    const outcomes = await Promise.allSettled(
      ["one", "two", "one", "three"].map((id, n) =>
        database.write(async (transaction) => {
          await insert(transaction, `${id} before ${n}`);
          await insert(transaction, id);
        }),
      ),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
    expect(await kept()).toEqual(["one", "one before 0", "three", "three before 3", "two", "two before 1"]);
  });

  it("are not answered before the group is committed, neither success nor refusal", async () => {
    const committedWhenAnswered: number[] = [];
    const write = (n: number, refused: boolean) =>
      database
        .write(async (transaction) => {
          await insert(transaction, name(n));
          if (refused) throw new Error("refused");
        })
        .catch(() => undefined)
        .then(() => committedWhenAnswered.push(commits()));
    await Promise.all(Array.from({ length: 20 }, (_, n) => write(n, n % 3 === 0)));
    expect(committedWhenAnswered).toEqual(Array(20).fill(1));
  });

  it("all fail when the commit fails, and those after them do not", async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, (_, n) =>
        database.write(async (transaction) => {
          await insert(transaction, name(n));
          if (n !== 2) return;
          // A violation that is found only when it is too late: at COMMIT.
          await transaction.rows("PRAGMA defer_foreign_keys = ON");
          await transaction.rows(
            "INSERT INTO client_secrets (id, oauth_application_id, digest, hint) VALUES ('sec', 'nobody', '', '')",
          );
        }),
      ),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(Array(5).fill("rejected"));
    expect(await kept()).toEqual([]);
    await database.write((transaction) => insert(transaction, "later"));
    expect(await kept()).toEqual(["later"]);
  });

  it("all fail when SQLite undoes them each time, and those after them do not", async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) =>
        database.write(async (transaction) => {
          await insert(transaction, name(n));
          if (n !== 5) return;
          // What SQLite does by itself on SQLITE_IOERR, SQLITE_FULL and SQLITE_NOMEM.
          await transaction.rows("ROLLBACK");
          throw new Error("SQLITE_IOERR: disk I/O error");
        }),
      ),
    );
    const failed = { status: "rejected", reason: { message: "SQLITE_IOERR: disk I/O error" } };
    expect(outcomes).toMatchObject(Array(10).fill(failed));
    expect(await kept()).toEqual([]);
    await database.write((transaction) => insert(transaction, "later"));
    expect(await kept()).toEqual(["later"]);
  });

  it("are refused while 5000 others wait, which are all written", async () => {
    let end = () => {};
    let isUnderWay = false;
    const held = database.write(() => {
      isUnderWay = true;
      return new Promise<void>((resolve) => (end = resolve));
    });
    // The group that is under way does not wait any more, and nobody joins it.
    await expect.poll(() => isUnderWay).toBe(true);
    const waiting = Array.from({ length: 5000 }, (_, n) =>
      database.write((transaction) => insert(transaction, name(n))),
    );
    await expect(database.write((transaction) => insert(transaction, "refused"))).rejects.toMatchObject({
      code: "unavailable",
    });
    end();
    await Promise.all([held, ...waiting]);
    expect(new Set(await kept())).toEqual(new Set(waiting.map((_, n) => name(n))));
  });

  it("are written when the database is closed before their turn", async () => {
    const own = await Database.open({ url: file.url });
    const writes = Array.from({ length: 100 }, (_, n) => own.write((transaction) => insert(transaction, name(n))));
    await own.close();
    await Promise.all(writes);
    expect(await kept()).toHaveLength(100);
  });

  it("are committed to the disk at synchronous=FULL, with foreign keys, and wait for nobody inside of SQLite", async () => {
    const setting = async (pragma: string) =>
      Object.values((await database.write((transaction) => transaction.rows(`PRAGMA ${pragma}`)))[0] ?? {});
    expect(await setting("synchronous")).toEqual([2]);
    expect(await setting("foreign_keys")).toEqual([1]);
    expect(await setting("busy_timeout")).toEqual([0]);
  });

  it("do not begin when SQLite refuses what durability rests on", async () => {
    const query = async (sql: string) =>
      sql === "PRAGMA synchronous" ? [{ synchronous: 1 }] : [{ journal_mode: "wal", version: "3.52.0" }];
    await expect(configureSqlite({ query } as unknown as DataSource)).rejects.toThrow(
      "SQLite refuses synchronous = 2 for this file.",
    );
  });
});

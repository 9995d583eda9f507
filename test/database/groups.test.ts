import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import type { Transaction } from "../../src/database/transaction.js";
import { newId } from "../../src/model/identifier.js";
import { Organization } from "../../src/model/organization.js";
import { Patience } from "../../src/model/patience.js";
import { createMigratedDatabase, type TestDatabase } from "../support/databases/databases.js";
import { holdRow } from "../support/databases/held-row.js";
import { statementRecorder } from "../support/databases/statement-recorder.js";

const SELECTIONS = [{ entity: Organization, tail: "WHERE id = :id" }] as const;
const SIZE = 8;

describe("changes that PostgreSQL commits together", () => {
  const statements: string[] = [];
  let file: TestDatabase;
  let database: Database;
  let ids: string[];

  beforeEach(async () => {
    file = await createMigratedDatabase("postgres");
    database = await Database.open({ url: file.url, logger: statementRecorder(statements) });
    ids = Array.from({ length: SIZE }, () => newId("org_", Date.now()));
    const rows = ids.map((id) =>
      Object.assign(new Organization(), { id, slug: id, name: "", allowHttpRedirectUris: true }),
    );
    await database.write((transaction) => transaction.insert(Organization, ...rows));
    statements.length = 0;
  });
  afterEach(async () => {
    await database.close();
    await file.drop();
  });

  interface Options {
    /** Whether its row is locked before it is judged. */
    locks?: boolean;
    patience?: Patience;
    write?: (transaction: Transaction, id: string) => Promise<void>;
  }
  const mark = (transaction: Transaction, id: string) => transaction.update(Organization, id, { name: "marked" });
  const change = (id: string, { locks = true, patience, write = mark }: Options = {}) =>
    database.change({
      lock: id,
      ...(locks ? { rows: { table: "organizations", condition: "id = :id", parameters: { id } } } : {}),
      judge: (transaction) => transaction.listEach<[Organization]>(SELECTIONS, { id }),
      write: (transaction) => write(transaction, id),
      patience,
    });
  const names = async () =>
    (await file.query("SELECT name FROM organizations ORDER BY id")).map(({ name }) => name as string);
  const commits = () => statements.filter((sql) => sql === "COMMIT").length;
  const expectMarked = (outcomes: PromiseSettledResult<unknown>[], but: number) => {
    expect(outcomes.map(({ status }) => status === "fulfilled")).toEqual(ids.map((_, n) => n !== but));
  };

  it("send six statements, whether they are one or eight", async () => {
    await change(ids[0] as string);
    const ofOne = statements.splice(0);
    await Promise.all(ids.map((id) => change(id)));
    expect(statements).toHaveLength(6);
    expect(ofOne).toHaveLength(6);
    expect(await names()).toEqual(ids.map(() => "marked"));
  });

  it("do not wait for one whose row somebody holds, which is done when it is let go", async () => {
    const held = await holdRow(file, "organizations", ids[3] as string);
    const changes = ids.map((id) => change(id));
    await Promise.all(changes.filter((_, n) => n !== 3));
    await held.waited();
    await held.release();
    await changes[3];
    expect(await names()).toEqual(ids.map(() => "marked"));
    expect(commits()).toBe(2);
  });

  it("are done one by one when one of them waits for a row to write it", async () => {
    const held = await holdRow(file, "organizations", ids[3] as string);
    // The others have all the time that a busy machine takes.
    const patience = (n: number) => new Patience(undefined, n === 3 ? 600 : 60_000);
    const outcomes = await Promise.allSettled(ids.map((id, n) => change(id, { locks: false, patience: patience(n) })));
    await held.release();
    expectMarked(outcomes, 3);
    expect(outcomes[3]).toMatchObject({ reason: { code: "unavailable" } });
    expect(await names()).toEqual(ids.map((_, n) => (n === 3 ? "" : "marked")));
  });

  it("are done one by one when PostgreSQL refuses what one of them writes", async () => {
    const [first] = ids;
    const write = async (transaction: Transaction, id: string) => {
      await mark(transaction, id);
      if (id === ids[3]) await transaction.update(Organization, id, { slug: first });
    };
    const outcomes = await Promise.allSettled(ids.map((id) => change(id, { write })));
    expectMarked(outcomes, 3);
    expect(await names()).toEqual(ids.map((_, n) => (n === 3 ? "" : "marked")));
  });

  it("are done one by one when PostgreSQL refuses one of them at COMMIT", async () => {
    const guilty = ids[3] as string;
    await file.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE foreign_key_violation USING MESSAGE = 'refused at the end'; END $$`);
    await file.query(`CREATE CONSTRAINT TRIGGER refused_at_the_end AFTER UPDATE ON organizations
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.id = '${guilty}') EXECUTE FUNCTION refuse()`);
    const outcomes = await Promise.allSettled(ids.map((id) => change(id)));
    expectMarked(outcomes, 3);
    expect(outcomes[3]).toMatchObject({ reason: { message: "refused at the end" } });
    expect(await names()).toEqual(ids.map((_, n) => (n === 3 ? "" : "marked")));
    expect(commits()).toBe(1 + SIZE);
  });

  it("have room for all others beside fifty of one application, which get one place in each group", async () => {
    const [flooded = "", ...others] = ids;
    const done: string[] = [];
    const note = (id: string) => change(id).then(() => done.push(id));
    await Promise.all([...Array.from({ length: 50 }, () => note(flooded)), ...others.map(note)]);
    expect(done.slice(0, SIZE).toSorted()).toEqual(ids.toSorted());
    expect(commits()).toBe(50);
  });

  it("are done all the same when one of them cannot even be judged", async () => {
    const broken = new Error("broken");
    const outcomes = await Promise.allSettled(
      ids.map((id, n) =>
        n === 3
          ? database.change({
              lock: id,
              judge: () => {
                throw broken;
              },
              write: () => Promise.resolve(),
            })
          : change(id),
      ),
    );
    expectMarked(outcomes, 3);
    expect(outcomes[3]).toMatchObject({ reason: broken });
  });

  it("do not wait for others that take their time", async () => {
    let end = () => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    let hasBegun = () => {};
    const begun = new Promise<void>((resolve) => (hasBegun = resolve));
    const slow = change(ids[0] as string, {
      async write(transaction, id) {
        hasBegun();
        await ended;
        await mark(transaction, id);
      },
    });
    await begun;
    await Promise.all(ids.slice(1).map((id) => change(id)));
    end();
    await slow;
    expect(await names()).toEqual(ids.map(() => "marked"));
  });

  it("are done before the database is closed", async () => {
    const changes = Promise.all(ids.map((id) => change(id)));
    await database.close();
    await changes;
    expect(await names()).toEqual(ids.map(() => "marked"));
    database = await Database.open({ url: file.url });
  });

  it("are done before the database is closed when they wait for a row, and for their turn after that", async () => {
    const [id = ""] = ids;
    const extend = (lock?: string) =>
      database.write(
        (transaction) => transaction.rows("UPDATE organizations SET name = name || '+' WHERE id = :id", { id }),
        undefined,
        lock,
      );
    const held = await holdRow(file, "organizations", id);
    const changes = Promise.all([extend(), extend("turn"), extend("turn")]);
    await held.waited(2);
    const closed = database.close();
    await held.release();
    await closed;
    await changes;
    expect(await file.query(`SELECT name FROM organizations WHERE id = '${id}'`)).toEqual([{ name: "+++" }]);
    database = await Database.open({ url: file.url });
  });
});

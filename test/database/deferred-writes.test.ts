import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import type { Reader } from "../../src/database/reader.js";
import type { Transaction } from "../../src/database/transaction.js";
import { ActorKind, WayIn } from "../../src/model/actor.js";
import { AuditEvent } from "../../src/model/audit-event.js";
import { DomainError } from "../../src/model/domain-error.js";
import { newId } from "../../src/model/identifier.js";
import { Organization } from "../../src/model/organization.js";
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { statementRecorder } from "../support/databases/statement-recorder.js";

const SIZE = 32;

describe.each(DATABASE_KINDS)("what transactions only write on %s", (kind) => {
  const statements: string[] = [];
  let file: TestDatabase;
  let database: Database;

  beforeEach(async () => {
    file = await createMigratedDatabase(kind);
    database = await Database.open({ url: file.url, logger: statementRecorder(statements) });
    statements.length = 0;
  });
  afterEach(async () => {
    await database.close();
    await file.drop();
  });

  const organization = (slug: string, name = `Name of ${slug}`) =>
    Object.assign(new Organization(), { id: newId("org_", Date.now()), slug, name, allowHttpRedirectUris: true });
  const event = (id: string, more: Partial<AuditEvent> = {}) =>
    Object.assign(new AuditEvent(), {
      id,
      organizationId: "org_1",
      action: "organization.created",
      actorKind: ActorKind.CLI,
      actorId: "cli",
      targetId: "org_1",
      wayIn: WayIn.CLI,
      details: {},
      ...more,
    });
  const change = (lock: string, write: (transaction: Transaction) => Promise<void>) =>
    database.change({ lock, judge: () => Promise.resolve(), write });
  const namesInOrder = async () =>
    (await file.query("SELECT name FROM organizations ORDER BY slug")).map(({ name }) => name);
  const slug = (number: number) => `slug-${String(number).padStart(3, "0")}`;
  const together = (work: (number: number) => Promise<unknown>) =>
    Promise.allSettled(Array.from({ length: SIZE }, (_, number) => work(number)));

  it("is all there when they have been answered", async () => {
    await together((n) => change(slug(n), (transaction) => transaction.insert(Organization, organization(slug(n)))));
    expect(await namesInOrder()).toEqual(Array.from({ length: SIZE }, (_, n) => `Name of ${slug(n)}`));
    const inserts = statements.filter((sql) => sql.startsWith("INSERT")).length;
    expect(inserts).toBe(1);
  });

  it("is not there of those that are refused after it", async () => {
    const outcomes = await together((n) =>
      change(slug(n), async (transaction) => {
        await transaction.insert(Organization, organization(slug(n)));
        if (n % 2 === 1) throw DomainError.conflict(`refused ${n}`);
      }),
    );
    expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(SIZE / 2);
    expect(await namesInOrder()).toEqual(Array.from({ length: SIZE / 2 }, (_, n) => `Name of ${slug(2 * n)}`));
  });

  it("is seen by the next one with the same lock, and by the next one with none", async () => {
    const row = organization("shared", "0");
    await database.write((transaction) => transaction.insert(Organization, row));
    const seen: string[] = [];
    const read = (reader: Reader) => reader.first(Organization, "WHERE id = :id", { id: row.id });
    const count = async (transaction: Transaction, n: number, found: Organization | null) => {
      seen.push(found?.name ?? "");
      const next = Object.assign(row, { name: String(Number(found?.name) + 1) });
      if (n % 2 === 0) await transaction.update(Organization, next.id, { name: next.name });
      else await transaction.upsert(Organization, [next], ["name"]);
    };
    await together((n) =>
      n % 3 === 0
        ? database.write(async (transaction) => count(transaction, n, await read(transaction)), undefined, "shared")
        : database.change({ lock: "shared", judge: read, write: (transaction, found) => count(transaction, n, found) }),
    );
    expect(seen).toEqual(Array.from({ length: SIZE }, (_, n) => String(n)));
    expect(await namesInOrder()).toEqual([String(SIZE)]);
  });

  it("is seen by the transaction that wrote it, which for that runs again, alone, on PostgreSQL only", async () => {
    let runs = 0;
    await together((n) =>
      change(slug(n), async (transaction) => {
        runs += 1;
        const row = organization(slug(n));
        await transaction.insert(Organization, row);
        const found = await transaction.first(Organization, "WHERE id = :id", { id: row.id });
        expect(found?.name).toBe(row.name);
        const name = `${row.name}, again`;
        await transaction.update(Organization, row.id, { name });
        expect(await transaction.find(Organization, { name })).not.toBeNull();
      }),
    );
    expect(runs).toBe(kind === "sqlite" ? SIZE : 2 * SIZE);
    expect(await namesInOrder()).toEqual(Array.from({ length: SIZE }, (_, n) => `Name of ${slug(n)}, again`));
  });

  it("does not write the indexes that the id is part of when a row is changed", async () => {
    const row = organization("changed");
    await database.write((transaction) => transaction.insert(Organization, row));
    await change("changed", (transaction) => transaction.update(Organization, row.id, { name: row.name }));
    const updates = statements.filter((sql) => sql.startsWith("UPDATE"));
    const [changed] = updates.map((sql) => sql.slice(0, sql.search(/\s(?:FROM|WHERE)\s/)));
    expect(changed).toMatch(/^UPDATE organizations SET name = [^,]+$/);
  });

  it("is a statement for each set of columns that differ, whichever row comes when", async () => {
    const rows = Array.from({ length: SIZE }, (_, n) => organization(slug(n)));
    await database.write((transaction) => transaction.insert(Organization, ...rows));
    statements.length = 0;
    await together(async (n) => {
      const row = rows[n] as Organization;
      // Every second one has that slug already.
      const before = { slug: n % 2 === 0 ? row.slug : "another" };
      await change(row.slug, (transaction) =>
        transaction.update(Organization, row.id, { name: `${n}`, slug: row.slug }, before),
      );
    });
    expect((await namesInOrder()).map(Number)).toEqual([...rows.keys()]);
    const updates = statements.filter((sql) => sql.startsWith("UPDATE"));
    const setSlug = updates.map((sql) => /^UPDATE organizations SET [^F]*\bslug = /.test(sql));
    // PostgreSQL would write the indexes anyway, so one text serves all.
    expect(setSlug).toEqual(kind === "sqlite" ? [false, true] : [true]);
  });

  it("keeps its order where that matters", async () => {
    const row = organization("changed", "0");
    await database.write((transaction) => transaction.insert(Organization, row));
    await change("changed", async (transaction) => {
      const rename = (name: string, also: { slug?: string } = {}) =>
        transaction.update(Organization, row.id, { name, ...also });
      await rename("1");
      await rename("2", { slug: row.slug });
      await rename("3");
      await rename("5");
      await rename("4");
    });
    expect(await namesInOrder()).toEqual(["4"]);
  });

  it("is only the columns that are named, also of a row that has become stale", async () => {
    const row = organization("stale", "0");
    await database.write((transaction) => transaction.insert(Organization, row));
    const stale = Object.assign(new Organization(), row, { slug: "former", allowHttpRedirectUris: false, name: "1" });
    await change("stale", (transaction) => transaction.upsert(Organization, [stale], ["name"]));
    await change("stale", (transaction) =>
      transaction.update(Organization, stale.id, { allowHttpRedirectUris: false }),
    );
    const [found] = await file.query("SELECT slug, name, allow_http_redirect_uris AS allowed FROM organizations");
    expect({ ...found, allowed: Boolean(found?.allowed) }).toEqual({ slug: "stale", name: "1", allowed: false });
  });

  it("may be given with fewer columns here than there", async () => {
    await change("some", async (transaction) => {
      await transaction.insert(AuditEvent, event("aud_1"));
      await transaction.insert(AuditEvent, event("aud_2", { address: "192.0.2.1" }));
      await transaction.insert(AuditEvent, event("aud_3", { requestId: "req-1" }));
    });
    const found = await file.query("SELECT id, request_id, address FROM audit_events ORDER BY id");
    expect(found.map(({ id, request_id, address }) => [id, request_id, address])).toEqual([
      ["aud_1", null, null],
      ["aud_2", null, "192.0.2.1"],
      ["aud_3", "req-1", null],
    ]);
  });

  it("is all seen by each of several reads at once", async () => {
    const row = organization("one");
    const seen: unknown[] = [];
    await change("several", async (transaction) => {
      await transaction.insert(Organization, row);
      await transaction.insert(AuditEvent, event("aud_1"));
      const read = () => [
        transaction.find(Organization, { id: row.id }),
        transaction.find(AuditEvent, { id: "aud_1" }),
      ];
      seen.push(...(await Promise.all([...read(), ...read()])));
    });
    expect(seen).toHaveLength(4);
    expect(seen).not.toContain(null);
  });

  it("is not there of one that is refused while it is being written", async () => {
    const refused = change("refused", async (transaction) => {
      await transaction.insert(Organization, organization("refused"));
      await transaction.insert(AuditEvent, event("aud_1"));
      await Promise.all([transaction.rows("SELECT 1"), Promise.reject(DomainError.conflict("refused"))]);
    });
    await expect(refused).rejects.toThrow("refused");
    expect(await file.query("SELECT id FROM organizations UNION ALL SELECT id FROM audit_events")).toEqual([]);
  });

  it("is found by a DELETE of the same transaction", async () => {
    await change("gone", async (transaction) => {
      const row = organization("gone");
      await transaction.insert(Organization, row);
      await transaction.remove(Organization, { id: row.id });
    });
    expect(await namesInOrder()).toEqual([]);
  });

  it("fails the transaction that wrote it, also when the failure shows at another statement", async () => {
    await database.write((transaction) => transaction.insert(Organization, organization("taken")));
    const outcomes = await Promise.allSettled(
      ["taken", "free"].map((slug) =>
        change(slug, async (transaction) => {
          await transaction.insert(Organization, organization(slug));
          await transaction.rows("SELECT 1");
        }),
      ),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  });

  it("undoes only its own transaction when the database refuses it", async () => {
    const outcomes = await together((n) =>
      change(slug(n), (transaction) => transaction.insert(Organization, organization(slug(n === 9 ? 3 : n)))),
    );
    const refused = [...outcomes.keys()].filter((n) => outcomes[n]?.status === "rejected");
    // On PostgreSQL either of the two that want the same slug may come first.
    expect(kind === "sqlite" ? [[9]] : [[3], [9]]).toContainEqual(refused);
    expect(await namesInOrder()).toHaveLength(SIZE - 1);
  });

  it("is written as it was given, whatever JSON would make of it", async () => {
    const names = ["“quoted” 'and' \"so\"", "\\u0000 \\", "null", "[1]", "1", "emoji 🗝️ and \u2028"];
    // PostgreSQL has no NUL in its texts.
    if (kind === "sqlite") names.push("before\0after");
    names.push("lone \ud800");
    await Promise.all(
      names.map((name, n) =>
        change(slug(n), (transaction) => transaction.insert(Organization, organization(slug(n), name))),
      ),
    );
    expect(await namesInOrder()).toEqual(names.map((name) => name.toWellFormed()));
  });
});

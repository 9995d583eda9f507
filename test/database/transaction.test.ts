import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import type { Transaction } from "../../src/database/transaction.js";
import { DomainError } from "../../src/model/domain-error.js";
import { newId } from "../../src/model/identifier.js";
import { Organization } from "../../src/model/organization.js";
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";

const UNDER_WAY = "A transaction ended while a statement of it was under way.";
const LATE = "A transaction sent a statement after its end.";

describe.each(DATABASE_KINDS)("a transaction on %s", (kind) => {
  let file: TestDatabase;
  let database: Database;

  beforeEach(async () => {
    file = await createMigratedDatabase(kind);
    database = await Database.open({ url: file.url });
  });
  afterEach(async () => {
    await database.close();
    await file.drop();
  });

  const organization = (slug: string) =>
    Object.assign(new Organization(), { id: newId("org_", Date.now()), slug, name: slug, allowHttpRedirectUris: true });
  const slugs = async () => (await file.query("SELECT slug FROM organizations ORDER BY slug")).map(({ slug }) => slug);
  const rename = (transaction: Transaction, id: string) =>
    transaction.rows("UPDATE organizations SET slug = 'renamed' WHERE id = :id", { id });

  // On SQLite it shares its connection with others of its group: what it sends late would be part of theirs.
  it("is undone when it ends while a statement of it is under way, and others with it are not", async () => {
    const row = organization("one");
    await database.write((transaction) => transaction.insert(Organization, row));
    const outcomes = await Promise.allSettled([
      database.write(async (transaction) => void rename(transaction, row.id).catch(() => undefined)),
      database.write((transaction) => transaction.insert(Organization, organization("two"))),
    ]);
    expect(outcomes).toMatchObject([{ status: "rejected", reason: { message: UNDER_WAY } }, { status: "fulfilled" }]);
    expect(await slugs()).toEqual(["one", "two"]);
  });

  it("is undone when it ends while a statement of it is being prepared, but not what undoes it", async () => {
    const row = organization("one");
    await database.write((transaction) => transaction.insert(Organization, row));
    for (const name of ["first", "second", "third"]) {
      const text = `UPDATE organizations SET slug = '${name}' WHERE id = :id`;
      const ended = database.write(async (transaction) => {
        void transaction.rows(text, { id: row.id }).catch(() => undefined);
      });
      await expect(ended).rejects.toThrow(UNDER_WAY);
    }
    expect(await slugs()).toEqual(["one"]);
  });

  it("is undone when it is refused while a statement of it is under way", async () => {
    const row = organization("one");
    await database.write((transaction) => transaction.insert(Organization, row));
    const refused = database.write(async (transaction) => {
      await Promise.all([rename(transaction, row.id), Promise.reject(DomainError.conflict("refused"))]);
    });
    await expect(refused).rejects.toMatchObject({ message: "refused" });
    await database.write((transaction) => transaction.insert(Organization, organization("two")));
    expect(await slugs()).toEqual(["one", "two"]);
  });

  it("sends nothing after its end", async () => {
    let kept: Transaction | undefined;
    await database.write(async (transaction) => {
      kept = transaction;
    });
    await expect(kept?.insert(Organization, organization("late"))).rejects.toThrow(LATE);
    expect(await slugs()).toEqual([]);
  });
});

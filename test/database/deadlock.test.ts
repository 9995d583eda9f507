import { expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import type { Transaction } from "../../src/database/transaction.js";
import { newId } from "../../src/model/identifier.js";
import { Organization } from "../../src/model/organization.js";
import { createMigratedDatabase } from "../support/databases/databases.js";

it("a transaction that PostgreSQL has undone for a deadlock runs again", async () => {
  const file = await createMigratedDatabase("postgres");
  const database = await Database.open({ url: file.url });
  try {
    for (const slug of ["one", "other"]) {
      const row = { id: newId("org_", Date.now()), slug, name: "", allowHttpRedirectUris: false };
      await database.write((transaction) => transaction.insert(Organization, Object.assign(new Organization(), row)));
    }
    let holding = 0;
    let runs = 0;
    let bothHold = () => {};
    const deadlocked = new Promise<void>((resolve) => (bothHold = resolve));
    const mark = (transaction: Transaction, slug: string, by: string) =>
      transaction.rows("UPDATE organizations SET name = name || :by WHERE slug = :slug", { slug, by });
    const inOrder = (first: string, second: string) =>
      database.write(async (transaction) => {
        runs += 1;
        await mark(transaction, first, first[0] ?? "");
        holding += 1;
        if (holding === 2) bothHold();
        await deadlocked;
        await mark(transaction, second, first[0] ?? "");
      });
    await Promise.all([inOrder("one", "other"), inOrder("other", "one")]);
    // Whoever was undone may be the first again, and be undone again.
    expect(runs).toBeGreaterThanOrEqual(3);
    expect((await file.query("SELECT length(name) AS length FROM organizations")).map(({ length }) => length)).toEqual([
      2, 2,
    ]);
  } finally {
    await database.close();
    await file.drop();
  }
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Database } from "../../src/database/database.js";
import type { Transaction } from "../../src/database/transaction.js";
import { DomainError } from "../../src/model/domain-error.js";
import { newId } from "../../src/model/identifier.js";
import { Organization } from "../../src/model/organization.js";
import { PATIENCE_MS, Patience } from "../../src/model/patience.js";
import {
  createMigratedDatabase,
  DATABASE_KINDS,
  type DatabaseKind,
  type TestDatabase,
} from "../support/databases/databases.js";

const SHORT_MS = 100;
const UNCHANGED = { code: "unavailable", message: expect.stringContaining("Nothing was changed") };

/** A transaction that has begun and goes on until it is ended. */
function lasting(database: Database, work: (transaction: Transaction) => Promise<unknown>, turn?: string) {
  let end = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  let done: Promise<void> = Promise.resolve();
  const begun = new Promise<void>((resolve) => {
    done = database.write(
      async (transaction) => {
        await work(transaction);
        resolve();
        await ended;
      },
      undefined,
      turn,
    );
  });
  return {
    begun,
    end: () => {
      end();
      return done;
    },
  };
}

const nothing = () => Promise.resolve();
const mark = (transaction: Transaction, slug = "one") =>
  transaction.rows("UPDATE organizations SET name = name || 'x' WHERE slug = :slug", { slug });

let file: TestDatabase;
let database: Database;

const open = async (kind: DatabaseKind, poolSize: number) => {
  file = await createMigratedDatabase(kind);
  database = await Database.open({ url: file.url, poolSize });
  for (const slug of ["one", "other"]) {
    const row = { id: newId("org_", Date.now()), slug, name: "", allowHttpRedirectUris: false };
    await database.write((transaction) => transaction.insert(Organization, Object.assign(new Organization(), row)));
  }
};
const marks = async () => (await file.query("SELECT name FROM organizations WHERE slug = 'one'"))[0]?.name;

afterEach(async () => {
  vi.restoreAllMocks();
  await database.close();
  await file.drop();
});

describe.each(DATABASE_KINDS)("a change that waits for another one on %s", (kind) => {
  beforeEach(() => open(kind, 1));

  it("is refused while the other one goes on, and never happens", async () => {
    const other = lasting(database, nothing);
    await other.begun;
    await expect(
      database.write((transaction) => mark(transaction), new Patience(undefined, SHORT_MS)),
    ).rejects.toMatchObject(UNCHANGED);
    await other.end();
    await database.write(nothing);
    expect(await marks()).toBe("");
  });

  it("is the last one of its request that is tried, when it waited in vain", async () => {
    const patience = new Patience(undefined, SHORT_MS);
    const other = lasting(database, nothing);
    await other.begun;
    await expect(database.write((transaction) => mark(transaction), patience)).rejects.toMatchObject(UNCHANGED);
    await other.end();
    await expect(database.write((transaction) => mark(transaction), patience)).rejects.toMatchObject(UNCHANGED);
    expect(await marks()).toBe("");
  });

  it("takes nothing from the time of those that its request asks for later", async () => {
    const patience = new Patience();
    const now = performance.now.bind(performance);
    let clock = 0;
    vi.spyOn(performance, "now").mockImplementation(() => now() + clock);
    const slowly = (error?: Error) => async (transaction: Transaction) => {
      clock += 2 * PATIENCE_MS;
      if (error) throw error;
      await mark(transaction);
    };
    await database.write(slowly(), patience);
    await expect(database.write(slowly(DomainError.conflict("Refused.")), patience)).rejects.toThrow("Refused.");
    await database.write((transaction) => mark(transaction), patience);
    expect(await marks()).toBe("xx");
  });
});

describe("on PostgreSQL a change", () => {
  beforeEach(() => open("postgres", 4));

  it("waits no longer for a row, or for its turn and then a row", async () => {
    const other = lasting(database, mark, "turn");
    await other.begun;
    const soon = () => new Patience(undefined, SHORT_MS);
    const waiting = [
      database.write((transaction) => mark(transaction), soon()),
      database.write((transaction) => mark(transaction), soon(), "turn"),
    ];
    for (const outcome of await Promise.allSettled(waiting)) {
      expect(outcome).toMatchObject({ status: "rejected", reason: UNCHANGED });
    }
    await other.end();
    expect(await marks()).toBe("x");
  });

  it("that was undone for a deadlock is not run again after its time", async () => {
    let holding = 0;
    let bothHold = () => {};
    const deadlocked = new Promise<void>((resolve) => (bothHold = resolve));
    // A deadlock is found after a second.
    const inOrder = (first: string, second: string) => {
      const patience = new Patience(() => holding === 2);
      return database.write(async (transaction) => {
        await mark(transaction, first);
        if (++holding === 2) bothHold();
        await deadlocked;
        await mark(transaction, second);
      }, patience);
    };
    const outcomes = await Promise.allSettled([inOrder("one", "other"), inOrder("other", "one")]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(holding).toBe(2);
    expect(await marks()).toBe("x");
  });
});

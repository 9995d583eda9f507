import { copyFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { EntityManager } from "typeorm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Database } from "../../src/database/database.js";
import { newId } from "../../src/model/identifier.js";
import { Organization } from "../../src/model/organization.js";
import { createMigratedDatabase, querySqlite, type TestDatabase } from "../support/databases/databases.js";

const MEGABYTE = 1_000_000;

describe("the write-ahead log of SQLite", () => {
  let file: TestDatabase;
  let folder: string;
  let database: Database;

  beforeEach(async () => {
    file = await createMigratedDatabase("sqlite");
    folder = file.folder as string;
    database = await Database.open({ url: file.url });
  });
  afterEach(() => file.drop());

  const add = (slug: string, name = "") => {
    const row = { id: newId("org_", Date.now()), slug, name, allowHttpRedirectUris: false };
    return database.write((transaction) => transaction.insert(Organization, Object.assign(new Organization(), row)));
  };
  /** The names of organizations that the file itself holds, without its log. */
  const slugsInFile = async () => {
    await copyFile(join(folder, "gateway.sqlite"), join(folder, "copy.sqlite"));
    const rows = await querySqlite(join(folder, "copy.sqlite"), "SELECT slug FROM organizations").catch(() => []);
    return rows.map(({ slug }) => slug);
  };
  const expectMoved = async (slug: string) => {
    for (let n = 0; n < 200 && !(await slugsInFile()).includes(slug); n++) {
      await add(`${slug}-${n}`);
      await sleep(20);
    }
    expect(await slugsInFile()).toContain(slug);
  };

  it("is moved to the file while changes go on, long before it is full", async () => {
    await add("first");
    await expectMoved("first");
    expect((await stat(join(folder, "gateway.sqlite-wal"))).size).toBeLessThan(8 * MEGABYTE);
    await database.close();
  });

  it("is moved on when whoever was still reading it is done", async () => {
    let endReading: () => void = () => undefined;
    const mayEnd = new Promise<void>((resolve) => {
      endReading = resolve;
    });
    let hasBegun: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      hasBegun = resolve;
    });
    const other = await Database.open({ url: file.url });
    const reading = (other.read as unknown as { manager: EntityManager }).manager.transaction(async (manager) => {
      await manager.query("SELECT count(*) FROM organizations");
      hasBegun();
      await mayEnd;
    });
    await begun;
    await add("first");
    await sleep(500);
    await add("second");
    expect(await slugsInFile()).toEqual([]);
    endReading();
    await reading;
    await expectMoved("first");
    await other.close();
    await database.close();
  });

  it("does not grow with what is written", async () => {
    const log = join(folder, "gateway.sqlite-wal");
    for (let n = 0; n < 120; n++) await add(`large-${n}`, "a".repeat(MEGABYTE));
    expect((await stat(log)).size).toBeLessThan(48 * MEGABYTE);
    await database.close();
  });

  it("is gone, and all of it in the file, once the gateway has stopped in the middle of changes", async () => {
    const slugs = Array.from({ length: 300 }, (_, n) => `slug-${n}`);
    const adding = slugs.map((slug) => add(slug));
    await database.close();
    await Promise.all(adding);
    expect((await readdir(folder)).filter((name) => name.startsWith("gateway.sqlite"))).toEqual(["gateway.sqlite"]);
    expect((await slugsInFile()).toSorted()).toEqual(slugs.toSorted());
  });
});

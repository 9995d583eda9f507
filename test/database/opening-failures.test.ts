import { readdir, readlink } from "node:fs/promises";
import { DataSource } from "typeorm";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Database } from "../../src/database/database.js";
import { Checkpoints } from "../../src/database/sqlite/checkpoints.js";
import { Database as Connection } from "../../src/database/sqlite/library.js";
import { createDatabase, type TestDatabase } from "../support/databases/databases.js";

let file: TestDatabase;

beforeEach(async () => {
  file = await createDatabase("sqlite");
});
afterEach(async () => {
  vi.restoreAllMocks();
  await file.drop();
});

/** The descriptors by which this process still holds the file or its log. */
async function held(): Promise<string[]> {
  const links = (await readdir("/proc/self/fd")).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ""));
  return (await Promise.all(links)).filter((path) => path.startsWith(file.folder as string));
}

it("leaves no connection open when that for checkpoints cannot be opened", async () => {
  vi.spyOn(Checkpoints, "open").mockRejectedValue(new Error("too many open files"));
  await expect(Database.open({ url: file.url })).rejects.toThrow("too many open files");
  expect(await held()).toEqual([]);
});

it("leaves no connection open when that for checkpoints cannot be set up", async () => {
  const exec = Connection.prototype.exec;
  vi.spyOn(Connection.prototype, "exec").mockImplementation(function (this: Connection, sql, callback) {
    if (!sql.includes("synchronous")) return exec.call(this, sql, callback);
    callback?.call({} as never, new Error("disk I/O error"));
    return this;
  });
  await expect(Database.open({ url: file.url })).rejects.toThrow("disk I/O error");
  expect(await held()).toEqual([]);
});

it("closes every other connection when one cannot be closed", async () => {
  const database = await Database.open({ url: file.url });
  const destroy = DataSource.prototype.destroy;
  let calls = 0;
  vi.spyOn(DataSource.prototype, "destroy").mockImplementation(async function (this: DataSource) {
    await destroy.call(this);
    calls += 1;
    if (calls === 1) throw new Error("unable to close");
  });
  await expect(database.close()).rejects.toThrow("unable to close");
  expect(await held()).toEqual([]);
});

import { existsSync } from "node:fs";
import { lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import sqlite3 from "sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockFile, type Unlock } from "../../src/command-line/file-lock.js";

async function makeDatabase(path: string): Promise<void> {
  const database = new sqlite3.Database(path);
  await promisify(database.exec.bind(database))("CREATE TABLE mine (id)");
  await promisify(database.close.bind(database))();
}

describe("the lock of a file", () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "gateway-lock-"));
    path = join(folder, "a.lock");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("is one's at a time, and leaves nothing behind", async () => {
    const unlock = (await lockFile(path)) as Unlock;
    expect(await lockFile(path)).toBeUndefined();
    unlock();
    expect(existsSync(path)).toBe(false);
    ((await lockFile(path)) as Unlock)();
  });

  it("is one's of many who want it at once, and then the next one's", async () => {
    for (let time = 0; time < 50; time++) {
      const unlocks = (await Promise.all(Array.from({ length: 8 }, () => lockFile(path)))).filter(Boolean);
      expect(unlocks).toHaveLength(1);
      unlocks[0]?.();
    }
  });

  it("is taken where the file of a killed process lies", async () => {
    await writeFile(path, "");
    ((await lockFile(path)) as Unlock)();
    expect(existsSync(path)).toBe(false);
  });

  it.each([
    ["a text", () => writeFile(path, "mine")],
    ["a database of somebody's", () => makeDatabase(path)],
    ["a folder", () => mkdir(path)],
    [
      "a link to an empty file",
      async () => {
        await writeFile(join(folder, "mine"), "");
        await symlink(join(folder, "mine"), path);
      },
    ],
  ])("is not taken where its name is that of %s, which stays", async (_what, make) => {
    await make();
    const before = await lstat(path);
    await expect(lockFile(path)).rejects.toMatchObject({ code: "NO_LOCK" });
    expect(await lstat(path)).toMatchObject({ ino: before.ino, size: before.size, mtimeMs: before.mtimeMs });
  });

  it("leaves what somebody has put in its place meanwhile, and what was written into it", async () => {
    const replaced = (await lockFile(path)) as Unlock;
    await rename(path, join(folder, "moved"));
    await writeFile(path, "");
    replaced();
    expect(await readdir(folder)).toEqual(["a.lock", "moved"]);
    const written = (await lockFile(path)) as Unlock;
    await writeFile(path, "mine");
    written();
    expect(await readFile(path, "utf8")).toBe("mine");
  });

  it("is never held by two while others take it and let it go", async () => {
    let holders = 0;
    let turns = 0;
    const contend = async () => {
      for (let time = 0; time < 50; time++) {
        const unlock = await lockFile(path);
        if (!unlock) continue;
        turns += 1;
        expect(++holders).toBe(1);
        await new Promise((resolve) => setImmediate(resolve));
        holders -= 1;
        unlock();
      }
    };
    await Promise.all(Array.from({ length: 4 }, contend));
    expect(turns).toBeGreaterThan(4);
  });
});

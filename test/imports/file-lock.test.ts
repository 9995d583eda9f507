import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockFile, type Unlock } from "../../src/command-line/file-lock.js";

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

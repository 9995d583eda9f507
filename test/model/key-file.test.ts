import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadKeyFile } from "../../src/key-file.js";

const RACES = 100;

describe("a key file that two gateways make in the same moment", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "gateway-key-file-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  // One process stands for two containers, in each of which the gateway has the same process id.
  it("holds the same keys for both, whole, and leaves nothing else behind", async () => {
    const unused = async () => undefined;
    const names = Array.from({ length: RACES }, (_, number) => `secret-keys-${number}`).toSorted();
    for (const name of names) {
      const path = join(folder, name);
      const loaded = await Promise.allSettled([loadKeyFile(path, unused), loadKeyFile(path, unused)]);
      const kept = { status: "fulfilled", value: await loadKeyFile(path, unused) };
      expect(loaded).toEqual([kept, kept]);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    }
    expect((await readdir(folder)).toSorted()).toEqual(names);
  });
});

import { chmod, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startGatewayProcess } from "../support/processes/gateway-process.js";
import { firstOwnerToken } from "../support/processes/owner-token.js";

it("a gateway keeps database and keys to their owner in a folder that everybody may read", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gateway-permissions-"));
  await chmod(folder, 0o755);
  const before = process.umask(0o022);
  const starting = startGatewayProcess({ DATABASE_URL: `sqlite:${join(folder, "gateway.sqlite")}` });
  process.umask(before);
  const gateway = await starting;
  try {
    await firstOwnerToken(gateway);
    const modes = await Promise.all(
      (await readdir(folder)).toSorted().map(async (name) => [name, (await stat(join(folder, name))).mode & 0o777]),
    );
    expect(modes).toEqual(
      ["gateway.sqlite", "gateway.sqlite-shm", "gateway.sqlite-wal", "secret-keys"].map((name) => [name, 0o600]),
    );
  } finally {
    await gateway.kill("SIGKILL");
    await rm(folder, { recursive: true });
  }
});

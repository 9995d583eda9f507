import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newKey, readKeyFile } from "../../src/key-file.js";
import { formatKeys } from "../../src/key-texts.js";
import { kidOf } from "../../src/services/keys/secret-keys.js";
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { startTestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { issueApiToken, works } from "../support/organization/api-tokens.js";
import { runCommand } from "../support/processes/command.js";
import { expectRefusal } from "../support/processes/command-refusal.js";

describe.each(DATABASE_KINDS)("the key file that SECRET_KEYS_FILE names, on %s", (kind) => {
  let database: TestDatabase;
  let folder: string;
  let path: string;
  const env = () => ({ SECRET_KEYS: "", SECRET_KEYS_FILE: path });
  const keys = (...args: string[]) => runCommand({ ...database.env, ...env() }, "keys", ...args);

  beforeEach(async () => {
    database = await createMigratedDatabase(kind);
    folder = await mkdtemp(join(tmpdir(), "gateway-keys-"));
    path = join(folder, "keys");
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
    await database.drop();
  });

  it("is read anew by gateways that run, which sign with what was promoted there", async () => {
    const first = newKey();
    await writeFile(path, `${formatKeys([first])}\n`, { mode: 0o600 });
    const [one, another] = [
      await startTestGateway(kind, { database, env: env() }),
      await startTestGateway(kind, { database, env: env() }),
    ];
    try {
      const { owner } = await one.organization("acme");
      const before = await issueApiToken(owner);
      expect(await works(new GraphqlClient(another.url, before.token))).toBe(true);
      const added = await keys("add");
      const kid = added.stdout.trim();
      expect(await keys("promote", kid)).toEqual({ code: 0, stderr: "", stdout: `${kid}\n` });
      expect((await readKeyFile(path)).map((key) => key.kid)).toEqual([kid, first.kid]);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      await another.gateway.services.maintain();
      expect(await works(new GraphqlClient(another.url, before.token))).toBe(true);
      const { owner: later } = await another.organization("later");
      const after = await issueApiToken(later);
      expect(await works(new GraphqlClient(one.url, after.token))).toBe(true);
      const digests = await database.query("SELECT digest FROM api_tokens ORDER BY id DESC LIMIT 1");
      expect(kidOf(String(digests[0]?.digest))).toBe(kid);
    } finally {
      await Promise.all([one.stop(), another.stop()]);
    }
  });

  it("is never made: each gateway would have keys of its own", async () => {
    expectRefusal(await keys("status"), /keys cannot be read/);
    await expect(startTestGateway(kind, { database, env: env() })).rejects.toThrow(/keys cannot be read/);
    await expect(stat(path)).rejects.toThrow(/ENOENT/);
  });
});

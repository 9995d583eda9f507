import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "../../src/config.js";
import { surroundingsWarnings } from "../../src/surroundings.js";
import { createDatabase } from "../support/databases/databases.js";
import { startTestGateway } from "../support/gateway/gateway.js";

describe("what a gateway warns of when it starts", () => {
  describe("on SQLite", () => {
    let folder: string;
    const files = () => [folder, join(folder, "gateway.sqlite"), join(folder, "secret-keys")] as const;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), "gateway-surroundings-"));
      for (const path of files().slice(1)) await writeFile(path, "", { mode: 0o600 });
    });
    afterEach(() => rm(folder, { recursive: true }));

    const warnings = (env: Record<string, string> = {}) =>
      surroundingsWarnings(readConfig({ DATABASE_URL: `sqlite:${join(folder, "gateway.sqlite")}`, ...env }));

    it("is nothing while all is its owner's", async () => {
      expect(await warnings()).toEqual([]);
    });

    it.each([
      ["the folder, readable by all", 0, 0o755],
      ["the database, readable by its group", 1, 0o640],
      ["the key file, readable by all", 2, 0o644],
      ["the key file, writable by its group", 2, 0o620],
    ])("is %s", async (_name, index, mode) => {
      const path = files()[index] as string;
      await chmod(path, mode);
      expect(await warnings()).toEqual([expect.stringContaining(`${path} is open to others than its owner (mode 0`)]);
      await chmod(path, mode & 0o700);
      expect(await warnings()).toEqual([]);
    });

    it("is not a key file that is not used", async () => {
      await rm(files()[2]);
      expect(await warnings({ SECRET_KEYS: `k1:${"A".repeat(44)}` })).toEqual([]);
    });

    it("stands in its log", async () => {
      const database = await createDatabase("sqlite");
      await chmod(database.folder as string, 0o755);
      const gateway = await startTestGateway("sqlite", { database });
      try {
        const lines = gateway.log().trim().split("\n");
        expect(lines.map((line) => JSON.parse(line))).toContainEqual(
          expect.objectContaining({ level: 40, msg: expect.stringContaining(`${database.folder} is open to others`) }),
        );
      } finally {
        await gateway.stop();
        await database.drop();
      }
    });
  });

  describe("on PostgreSQL", () => {
    const warnings = (url: string) =>
      surroundingsWarnings(readConfig({ DATABASE_URL: url, SECRET_KEYS: `k1:${"A".repeat(44)}` }));

    it.each([
      "postgres://user:pass@127.0.0.1/gateway",
      "postgres://user:pass@localhost:5432/gateway?sslmode=disable",
      "postgres://user:pass@[::1]/gateway",
      "postgres://user:pass@socket/gateway?host=/var/run/postgresql",
      "postgres://user:pass@db.internal/gateway?sslmode=verify-full",
    ])("is nothing with %s", async (url) => {
      expect(await warnings(url)).toEqual([]);
    });

    it.each([
      ["no TLS", "postgres://user:pass-word@db.internal/gateway", /has no TLS/],
      ["TLS switched off", "postgresql://user:pass-word@10.0.0.7/gateway?sslmode=disable", /has no TLS/],
      ["no TLS to a host in a parameter", "postgres://user:pass-word@127.0.0.1/gateway?host=db.internal", /has no TLS/],
      ["nobody's certificate", "postgres://user:pass-word@db.internal/gateway?sslmode=no-verify", /whose certificate/],
    ])("is %s on the way to another host", async (_name, url, warning) => {
      const found = await warnings(url);
      expect(found).toEqual([expect.stringMatching(warning)]);
      expect(found.join()).not.toContain("pass-word");
    });
  });

  it.each([
    [{ OIDC_ISSUER: "http://issuer.example.com", OIDC_AUDIENCE: "x" }, [/^OIDC_ISSUER is not https/]],
    [{ OIDC_ISSUER: "HTTP://10.0.0.7:8080/realm", OIDC_AUDIENCE: "x" }, [/^OIDC_ISSUER is not https/]],
    [{ OIDC_ISSUER: "http://127.0.0.2:8080", OIDC_AUDIENCE: "x" }, []],
    [{ OIDC_ISSUER: "https://issuer.example.com", OIDC_AUDIENCE: "x" }, []],
    [{ PUBLIC_URL: "http://gateway.example.com" }, [/^PUBLIC_URL is not https/]],
    [{ HOST: "0.0.0.0", PUBLIC_URL: "http://localhost:4000" }, [/^PUBLIC_URL is not https/]],
    [{ PUBLIC_URL: "http://[::1]:4000" }, []],
  ])("is http to another host: %o", (env, expected) => {
    expect(readConfig(env).warnings).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  });
});

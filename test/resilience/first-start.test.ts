import { execFile } from "node:child_process";
import { access, mkdtemp, readFile, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { type GatewayProcess, startGatewayProcess } from "../support/processes/gateway-process.js";

const TOKEN = /ogt_[0-9A-Za-z]{49}/g;

describe("the first start on SQLite", () => {
  let parent: string;
  let folder: string;
  let env: { DATABASE_URL: string };
  let running: GatewayProcess[];

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "gateway-first-start-"));
    folder = join(parent, "made", "by-gateway");
    env = { DATABASE_URL: `sqlite:${join(folder, "gateway.sqlite")}` };
    running = [];
  });
  afterEach(async () => {
    for (const { child, kill } of running) if (child.exitCode === null) await kill("SIGKILL");
    await rm(parent, { recursive: true });
  });

  const start = async (more: Record<string, string> = {}) => {
    const gateway = await startGatewayProcess({ ...env, ...more });
    running.push(gateway);
    return gateway;
  };
  /** The first start, once it has printed everything. */
  const firstStart = async (more: Record<string, string> = {}) => {
    const gateway = await start(more);
    await expect.poll(() => gateway.stdout()).toMatch(/curl .*\n\n$/s);
    const [token = ""] = gateway.stdout().match(TOKEN) ?? [];
    return { gateway, token };
  };
  const permissionsOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

  it("prints one owner token that works, on stdout and never in the log", async () => {
    const { gateway, token } = await firstStart({ LOG_LEVEL: "trace" });
    const client = new GraphqlClient(gateway.url, token);
    expect(await client.ok("{ viewer { role organization { slug } } }")).toEqual({
      viewer: { role: "OWNER", organization: { slug: "default" } },
    });
    expect(await gateway.kill("SIGTERM")).toBe(0);
    expect(new Set(gateway.stdout().match(TOKEN))).toEqual(new Set([token]));
    // Once to read and once inside the line to paste.
    expect(gateway.stdout().match(TOKEN)).toHaveLength(2);
    expect(gateway.stdout().match(/^ {2}ogt_\w+$/gm)).toHaveLength(1);
    expect(gateway.stderr()).toContain('"msg":"request"');
    expect(gateway.stderr()).not.toMatch(TOKEN);
  });

  it("prints a curl line that registers an application when it is pasted", async () => {
    const { gateway } = await firstStart();
    const line = /^ *curl .*$/m.exec(gateway.stdout())?.[0] ?? "";
    const { stdout, stderr } = await promisify(execFile)("bash", ["-c", `${line} -w '\\n%{http_code}'`]);
    const lines = stdout.trimEnd().split("\n");
    const [body = "", status] = [lines[0], lines.at(-1)];
    expect([status, stderr]).toEqual(["200", ""]);
    expect(JSON.parse(body)).toEqual({
      data: {
        createOAuthApplication: {
          clientSecret: expect.stringMatching(/^ogs_[0-9A-Za-z]{49}$/),
          oauthApplication: {
            id: expect.stringMatching(/^app_[0-9A-Za-z]{22}$/),
            clientId: expect.stringMatching(/^[0-9a-f]{32}$/),
          },
        },
      },
    });
  });

  it("is the only one that prints; the token works on at the second", async () => {
    const { gateway, token } = await firstStart();
    expect(await gateway.kill("SIGTERM")).toBe(0);
    const second = await start();
    const client = new GraphqlClient(second.url, token);
    expect(await client.ok("{ viewer { role } }")).toEqual({ viewer: { role: "OWNER" } });
    const code = await second.kill("SIGTERM");
    expect(code, second.stderr()).toBe(0);
    expect(second.stdout()).toBe("");
  });

  it("keeps the key file to its owner, and the folders it made as well", async () => {
    await firstStart();
    expect(await permissionsOf(join(folder, "secret-keys"))).toBe("600");
    expect(await permissionsOf(folder)).toBe("700");
    expect(await permissionsOf(join(parent, "made"))).toBe("700");
    expect(await readFile(join(folder, "secret-keys"), "utf8")).toMatch(/^[\w-]+:[A-Za-z0-9+/]{43}=\n$/);
  });

  it("is not repeated when the key file is gone: the gateway refuses to start and makes no other key", async () => {
    const { gateway, token } = await firstStart();
    expect(await gateway.kill("SIGTERM")).toBe(0);
    const keyFile = join(folder, "secret-keys");
    await rename(keyFile, `${keyFile}.lost`);

    const refusal = await start().then(
      () => "it started",
      (error: Error) => error.message,
    );
    expect(refusal).toMatch(/exited with 1: .*key/is);
    expect(refusal).not.toMatch(/^\s+at /m);
    await expect(access(keyFile)).rejects.toThrow("ENOENT");

    // With the file back in place nothing is lost.
    await rename(`${keyFile}.lost`, keyFile);
    const restored = await start();
    expect((await new GraphqlClient(restored.url, token).send("{ viewer { role } }")).status).toBe(200);
  });

  it("says so, and ends, when the folder that it was started in is gone", async () => {
    const main = join(import.meta.dirname, "../../dist/src/main.js");
    const script = `mkdir "${parent}/gone" && cd "${parent}/gone" && rmdir "${parent}/gone" && exec "$0" "$@"`;
    const ended = promisify(execFile)("/bin/sh", ["-c", script, process.execPath, main], {
      env: { PATH: process.env.PATH, PORT: "0" },
      timeout: 60_000,
    });
    await expect(ended).rejects.toMatchObject({
      code: 1,
      killed: false,
      stderr: expect.stringContaining("the folder that it was started in is gone"),
    });
  });

  it("refuses to run under another key than the one the tokens were made with", async () => {
    const { gateway } = await firstStart();
    expect(await gateway.kill("SIGTERM")).toBe(0);
    const other = { SECRET_KEYS: `other:${Buffer.alloc(32, 7).toString("base64")}` };
    await expect(start(other)).rejects.toThrow(/exited with 1: .*The key ".+" is missing/);
  });
});

import { execFile } from "node:child_process";
import { access, mkdtemp, readFile, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { exchange } from "../support/gateway/http-exchange.js";
import { BUNDLE, type GatewayProcess, startGatewayProcess } from "../support/processes/gateway-process.js";

const TOKEN = /ogt_[0-9A-Za-z]{49}/g;

let parent: string;
let folder: string;
let first: GatewayProcess;
let token: string;
let running: GatewayProcess[] = [];

const start = async (more: Record<string, string> = {}) => {
  const gateway = await startGatewayProcess({ DATABASE_URL: `sqlite:${join(folder, "gateway.sqlite")}`, ...more });
  running.push(gateway);
  return gateway;
};
const stopAll = async () => {
  for (const { child, kill } of running) if (child.exitCode === null) await kill("SIGKILL");
  running = [];
};

/** The first start in a new folder, once it has printed everything. */
async function firstStart(): Promise<void> {
  parent = await mkdtemp(join(tmpdir(), "gateway-first-start-"));
  folder = join(parent, "made", "by-gateway");
  first = await start({ LOG_LEVEL: "trace" });
  // In a hook expect.poll is not to be had.
  await vi.waitFor(() => expect(first.stdout()).toMatch(/curl .*\n\n$/s), { timeout: 120_000 });
  [token = ""] = first.stdout().match(TOKEN) ?? [];
}

describe("the first start on SQLite", () => {
  beforeAll(firstStart);
  afterAll(async () => {
    await stopAll();
    await rm(parent, { recursive: true });
  });

  const permissionsOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

  it("prints one owner token that works, on stdout and never in the log", async () => {
    const client = new GraphqlClient(first.url, token);
    expect(await client.ok("{ viewer { role organization { slug } } }")).toEqual({
      viewer: { role: "OWNER", organization: { slug: "default" } },
    });
    expect(new Set(first.stdout().match(TOKEN))).toEqual(new Set([token]));
    // Once to read and once inside the line to paste.
    expect(first.stdout().match(TOKEN)).toHaveLength(2);
    expect(first.stdout().match(/^ {2}ogt_\w+$/gm)).toHaveLength(1);
    await expect.poll(() => first.stderr()).toContain('"msg":"request"');
    expect(first.stderr()).not.toMatch(TOKEN);
  });

  it("prints a curl line that registers an application when it is pasted", async () => {
    const line = /^ *curl .*$/m.exec(first.stdout())?.[0] ?? "";
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

  it("prints a link to the console that signs in as the owner, once, on stdout and never in the log", async () => {
    const [, url, code] = /^ {2}(http:\S+)\/console#sign-in=(ogc_[0-9A-Za-z]{49})$/m.exec(first.stdout()) ?? [];
    expect(url).toBe(first.url);
    const signIn = () =>
      exchange(`${url}/console/sign-in`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ code }),
      });
    const { status, text } = await signIn();
    expect(status, text).toBe(200);
    const client = new GraphqlClient(first.url, JSON.parse(text).token);
    expect(await client.ok("{ viewer { role organization { slug } } }")).toEqual({
      viewer: { role: "OWNER", organization: { slug: "default" } },
    });
    expect((await signIn()).status).toBe(401);
    await expect.poll(() => first.stderr()).toContain('"status":401');
    expect(first.stderr()).not.toContain("ogc_");
  });

  it("keeps the key file to its owner, and the folders it made as well", async () => {
    expect(await permissionsOf(join(folder, "secret-keys"))).toBe("600");
    expect(await permissionsOf(folder)).toBe("700");
    expect(await permissionsOf(join(parent, "made"))).toBe("700");
    expect(await readFile(join(folder, "secret-keys"), "utf8")).toMatch(/^[\w-]+:[A-Za-z0-9+/]{43}=\n$/);
  });

  it("says so, and ends, when the folder that it was started in is gone", async () => {
    const main = join(BUNDLE, "main.cjs");
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
});

describe("after the first start on SQLite, another one", () => {
  beforeAll(async () => {
    await firstStart();
    expect(await first.kill("SIGTERM")).toBe(0);
    expect(first.stdout().match(TOKEN)).toHaveLength(2);
  });
  afterEach(stopAll);
  afterAll(() => rm(parent, { recursive: true }));

  it("prints nothing; the token works on", async () => {
    const second = await start();
    const client = new GraphqlClient(second.url, token);
    expect(await client.ok("{ viewer { role } }")).toEqual({ viewer: { role: "OWNER" } });
    const code = await second.kill("SIGTERM");
    expect(code, second.stderr()).toBe(0);
    expect(second.stdout()).toBe("");
  });

  it("is refused when the key file is gone, and makes no other key", async () => {
    const keyFile = join(folder, "secret-keys");
    await rename(keyFile, `${keyFile}.lost`);

    try {
      const refusal = await start().then(
        () => "it started",
        (error: Error) => error.message,
      );
      expect(refusal).toMatch(/exited with 1: .*key/is);
      expect(refusal).not.toMatch(/^\s+at /m);
      await expect(access(keyFile)).rejects.toThrow("ENOENT");
    } finally {
      // With the file back in place nothing is lost.
      await rename(`${keyFile}.lost`, keyFile);
    }
    const restored = await start();
    expect((await new GraphqlClient(restored.url, token).send("{ viewer { role } }")).status).toBe(200);
  });

  it("is refused under another key than the one the tokens were made with", async () => {
    const other = { SECRET_KEYS: `other:${Buffer.alloc(32, 7).toString("base64")}` };
    await expect(start(other)).rejects.toThrow(/exited with 1: .*The key ".+" is missing/);
  });
});

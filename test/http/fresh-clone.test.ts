import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { exchange } from "../support/gateway/http-exchange.js";
import { firstOwnerToken } from "../support/processes/owner-token.js";

const ROOT = join(import.meta.dirname, "../..");

/** What a clone would hold, as it is in the working tree, without git's history. */
async function cloneWorkingTree(): Promise<string> {
  const clone = await mkdtemp(join(tmpdir(), "gateway-clone-"));
  const { stdout } = await promisify(execFile)("git", ["ls-files", "-coz", "--exclude-standard"], { cwd: ROOT });
  const paths = stdout.split("\0").filter((path) => path !== "" && existsSync(join(ROOT, path)));
  for (const path of paths) await cp(join(ROOT, path), join(clone, path));
  // `npm ci` would compile the SQLite driver for more than a minute; that it works is tried wherever this is installed.
  await symlink(join(ROOT, "node_modules"), join(clone, "node_modules"));
  return clone;
}

interface NpmStart {
  npm: ChildProcess;
  url: string;
  /** The process id of the gateway, which is npm's grandchild. */
  pid: number;
  stdout(): string;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("npm start in a fresh clone", () => {
  let clone: string;
  let first: NpmStart;
  const started: NpmStart[] = [];

  beforeAll(async () => {
    clone = await cloneWorkingTree();
    // Whoever runs tests has built the console, which takes long and is the same in the clone.
    await cp(join(ROOT, "dist/console"), join(clone, "dist/console"), { recursive: true });
    first = await npmStart();
  });
  afterAll(async () => {
    for (const { npm, pid } of started) {
      if (isAlive(pid)) process.kill(pid, "SIGKILL");
      if (npm.exitCode === null && npm.signalCode === null) await once(npm, "exit");
    }
    await rm(clone, { recursive: true, force: true });
  });

  async function npmStart(): Promise<NpmStart> {
    const npm = spawn("npm", ["start"], {
      cwd: clone,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: "0" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    npm.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    npm.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    const [, pid, url] = await vi.waitFor(
      () => {
        const listening = /"pid":(\d+).*"url":"([^"]+)".*"msg":"listening"/.exec(stderr);
        if (!listening) throw new Error(`does not listen: ${stdout}${stderr}`);
        return listening;
      },
      { timeout: 150_000, interval: 50 },
    );
    const start = { npm, url: String(url), pid: Number(pid), stdout: () => stdout };
    started.push(start);
    return start;
  }

  /** Path, time of modification and size of each file of the build. */
  async function build(): Promise<[string, number, number][]> {
    const paths = await readdir(join(clone, "dist"), { recursive: true });
    return Promise.all(
      paths.toSorted().map(async (path) => {
        const { mtimeMs, size } = await stat(join(clone, "dist", path));
        return [path, mtimeMs, size] as [string, number, number];
      }),
    );
  }

  it("builds, listens, and prints an owner token with a command that registers a first application", async () => {
    const { url, stdout } = first;
    const token = await firstOwnerToken({ stdout });
    const COMMAND = /^ *curl -s (\S+) -H '([^']+)' -H '([^']+)' -d '([^']+)'$/m;
    await expect.poll(stdout).toMatch(COMMAND);
    const [, target, authorization, type, body] = COMMAND.exec(stdout()) ?? [];
    expect([target, authorization, type]).toEqual([
      `${url}/graphql`,
      `Authorization: Bearer ${token}`,
      "Content-Type: application/json",
    ]);
    const answer = await exchange(String(target), {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body,
    });
    expect(JSON.parse(answer.text)).toEqual({
      data: {
        createOAuthApplication: {
          clientSecret: expect.stringMatching(/^ogs_\w{49}$/),
          oauthApplication: { id: expect.stringMatching(/^app_/), clientId: expect.stringMatching(/^[0-9a-f]{32}$/) },
        },
      },
    });
    expect(stdout()).toMatch(new RegExp(`^ {2}${url}/console#sign-in=ogc_\\w{49}$`, "m"));
    const page = await exchange(`${url}/console`);
    const [, script = ""] = /<script type="module" [^>]*src="([^"]+)"/.exec(page.text) ?? [];
    for (const path of [script, "/console/graphiql"])
      expect([path, (await exchange(url + path)).status]).toEqual([path, 200]);
    expect((await readdir(join(clone, "data"))).filter((name) => !/-(?:wal|shm)$/.test(name)).toSorted()).toEqual([
      "gateway.sqlite",
      "secret-keys",
    ]);
    expect((await stat(join(clone, "data/secret-keys"))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(clone, "data/gateway.sqlite"), "latin1")).not.toContain(token);
  });

  it("writes nothing and prints no token when it is started again unchanged, and leaves nothing behind on SIGTERM", async () => {
    await firstOwnerToken(first);
    const before = await build();
    expect(before.map(([path]) => path)).toContain("src/main.js");
    const second = await npmStart();
    expect(await build()).toEqual(before);
    expect(second.stdout()).not.toContain("ogt_");
    for (const { url } of [first, second]) expect((await exchange(`${url}/health/ready`)).status).toBe(200);
    // It is npm that is told.
    for (const { npm, pid } of [first, second]) {
      expect(isAlive(pid)).toBe(true);
      npm.kill("SIGTERM");
      await expect.poll(() => isAlive(pid)).toBe(false);
    }
  });
});

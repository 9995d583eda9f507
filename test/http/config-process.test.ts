import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exchange } from "../support/gateway/http-exchange.js";
import { BUNDLE, type GatewayProcess, startGatewayProcess } from "../support/processes/gateway-process.js";
import { firstOwnerToken } from "../support/processes/owner-token.js";

describe("a gateway process", () => {
  let folder: string;
  let env: { DATABASE_URL: string };
  let running: GatewayProcess | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "gateway-config-"));
    env = { DATABASE_URL: `sqlite:${join(folder, "gateway.sqlite")}` };
  });
  afterEach(async () => {
    await running?.kill("SIGKILL");
    running = undefined;
    await rm(folder, { recursive: true });
  });

  const failureOf = (more: Record<string, string>) =>
    startGatewayProcess({ ...env, ...more }).then(
      (started) => {
        running = started;
        throw new Error("it started");
      },
      (error: Error) => error.message,
    );

  it("prints every problem of its environment on a line, without a stack, exits 1 and touches nothing", async () => {
    const failure = await failureOf({ PORT: "http", HOST: "0.0.0.0", LOG_LEVEL: "loud", SECRET_KEYS: "my-secret-key" });
    expect(failure).toBe(
      [
        "The gateway exited with 1: PORT must be a port number, 0 to 65535",
        "PUBLIC_URL is required when HOST is not a loopback address",
        "SECRET_KEYS must be kid:base64[,kid:base64…] with different kids of [A-Za-z0-9_-] and keys of at least 32 bytes",
        "LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent",
        "",
      ].join("\n"),
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it("says in one line that its port is taken, and exits 1", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = server.address() as { port: number };
      const failure = await failureOf({ PORT: String(port) });
      expect(failure).toMatch(/^The gateway exited with 1: The gateway failed: .*EADDRINUSE.*\n$/);
    } finally {
      server.close();
    }
  });

  it("exits 1 as well when the port of its metrics is taken", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = server.address() as { port: number };
      const failure = await failureOf({ METRICS_PORT: String(port) });
      expect(failure).toMatch(/The gateway exited with 1: [\s\S]*The gateway failed: .*EADDRINUSE.*\n$/);
    } finally {
      server.close();
    }
  });

  it("says in one line that its database cannot be reached, without the password in its URL", async () => {
    const failure = await failureOf({
      DATABASE_URL: "postgres://user:pass-word@127.0.0.1:1/gateway",
      SECRET_KEYS: `k1:${"A".repeat(44)}`,
    });
    expect(failure).toMatch(/^The gateway exited with 1: The gateway failed: .+\n$/);
    expect(failure).not.toContain("pass-word");
  });

  it("warns in its log of a PUBLIC_URL that is not https", async () => {
    running = await startGatewayProcess({ ...env, HOST: "0.0.0.0", PUBLIC_URL: "http://gateway.example.com" });
    const lines = running
      .stderr()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 40, msg: expect.stringMatching(/^PUBLIC_URL is not https/) }),
    );
  });

  it("prints nothing on stdout but the owner token of the first start", async () => {
    running = await startGatewayProcess(env);
    await firstOwnerToken(running);
    await running.kill("SIGKILL");
    running = await startGatewayProcess(env);
    expect(running.stdout()).toBe("");
  });

  it("logs nothing below LOG_LEVEL", async () => {
    const main = join(BUNDLE, "main.cjs");
    const child = spawn(process.execPath, [main], { env: { ...env, LOG_LEVEL: "warn", PORT: "0" } });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    try {
      await firstOwnerToken({ stdout: () => stdout });
      // The log does not say where it listens, but the command that is printed for a first application does.
      const [url = ""] = /http:\/\/[^/]+/.exec(stdout) ?? [];
      expect((await exchange(`${url}/health/live`)).status).toBe(200);
    } finally {
      child.kill("SIGTERM");
      await once(child, "close");
    }
    expect(stderr).toBe("");
  });
});

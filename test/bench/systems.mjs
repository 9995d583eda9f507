import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cpuMicrosOf, memoryOf } from "./processes.mjs";

const POLL_MS = 5;
const START_TIMEOUT_MS = 60_000;
const MAX_PORTS = 5;

export const ROOT = join(import.meta.dirname, "../..");
const PEER = (name) => join(import.meta.dirname, `peers/${name}.mjs`);

/** The gateway as users run it, by the command behind `npm start`: everything on but, by default, the rate limit. */
export function startGateway(name, dataSet, folder, { env = { RATE_LIMIT_PER_MINUTE: "0" }, root = ROOT } = {}) {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const [, , ...command] = scripts.start.split(" ");
  return startSystem(name, command, dataSet, folder, { env, root });
}

/** A peer that is served by `peers/<script>.mjs`, and by another Node than this one where it needs that. */
export function startPeer(name, dataSet, folder, { script = name, node = process.execPath } = {}) {
  return startSystem(name, [PEER(script)], dataSet, folder, { node });
}

/** Several processes that share the load. */
export function together(name, systems) {
  return {
    name,
    urls: systems.flatMap(({ urls }) => urls),
    cpuMicros: () => systems.reduce((sum, system) => sum + system.cpuMicros(), 0),
    memory: () => systems.reduce((sum, system) => addMemory(sum, system.memory()), { now: 0, peak: 0 }),
    stop: () => Promise.all(systems.map((system) => system.stop())),
  };
}

/** A process of its own that writes `listening` to its log, a file, when it is ready. */
async function startSystem(name, command, dataSet, folder, options = {}) {
  return onFreePort((port) => startSystemAt(port, name, command, dataSet, folder, options));
}

async function startSystemAt(port, name, command, dataSet, folder, { env = {}, root = ROOT, node = process.execPath }) {
  const { databaseUrl, secretKeys } = dataSet;
  const log = join(folder, `${name}.log`);
  const started = performance.now();
  const child = spawn(node, command, {
    cwd: root,
    env: { PATH: process.env.PATH, PORT: String(port), DATABASE_URL: databaseUrl, SECRET_KEYS: secretKeys, ...env },
    stdio: ["ignore", "ignore", openSync(log, "w")],
  });
  const exited = once(child, "exit");
  while (!readFileSync(log, "utf8").includes('"listening"')) {
    if (child.exitCode !== null || performance.now() - started > START_TIMEOUT_MS) {
      child.kill("SIGKILL");
      throw new Error(`${name} does not start: ${readFileSync(log, "utf8")}`);
    }
    await sleep(POLL_MS);
  }
  return {
    name,
    urls: [`http://127.0.0.1:${port}`],
    readyMs: performance.now() - started,
    cpuMicros: () => cpuMicrosOf(child.pid),
    memory: () => memoryOf(child.pid),
    /** As an operator ends it. */
    async end() {
      child.kill("SIGTERM");
      await exited;
    },
    async stop() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

function addMemory(one, other) {
  return { now: one.now + other.now, peak: one.peak + other.peak };
}

/** Starts what has to know its port beforehand; with another when somebody has taken the free one meanwhile. */
export async function onFreePort(start, attempt = 1) {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return start(port).catch((error) => {
    if (attempt >= MAX_PORTS || !/EADDRINUSE|Address already in use/.test(String(error))) throw error;
    return onFreePort(start, attempt + 1);
  });
}

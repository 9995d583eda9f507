// How fast and in how much memory a large file is imported, killed once on the way? npm run -s build && node test/bench/import.mjs
// [--lines 100000] [--from own|keycloak] [--postgres]
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, createWriteStream, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { startPostgres } from "./postgres.mjs";
import { cpuMicrosOf, memoryOf } from "./processes.mjs";
import { ROOT } from "./systems.mjs";

const WATCHED_EVERY_MS = 200;
const SHOWN_EVERY_MS = 3000;
const NEWLINE = 0x0a;

/** What a file of so many items holds: every other client of a Keycloak has a secret, and ours come without. */
const FILES = {
  *own(lines) {
    for (let n = 0; n < lines; n++) {
      const redirectUris = [`https://client-${n}.example.com/callback`];
      yield `${JSON.stringify({ clientId: `client-${n}`, name: `Client ${n}`, redirectUris, scopes: ["read"] })}\n`;
    }
  },
  *keycloak(lines) {
    yield '{"realm":"acme","enabled":true,"clients":[';
    for (let n = 0; n < lines; n++) {
      const client = {
        clientId: `client-${n}`,
        protocol: "openid-connect",
        publicClient: n % 2 === 1,
        secret: n % 2 === 1 ? undefined : `secret-of-client-${n}-A1`,
        standardFlowEnabled: true,
        redirectUris: [`https://client-${n}.example.com/callback`],
        attributes: { "pkce.code.challenge.method": "S256" },
      };
      yield `${n > 0 ? "," : ""}${JSON.stringify(client)}`;
    }
    yield "]}\n";
  },
};

const { values: options } = parseArgs({
  options: {
    lines: { type: "string", default: "100000" },
    from: { type: "string", default: "own" },
    postgres: { type: "boolean", default: false },
  },
});
const lines = Number(options.lines);
const folder = mkdtempSync(join(tmpdir(), "gateway-import-"));
const postgres = options.postgres ? await startPostgres() : undefined;
try {
  const file = join(folder, "clients.json");
  await pipeline(Readable.from(FILES[options.from](lines)), createWriteStream(file));
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: postgres ? await postgres.createDatabase() : `sqlite:${join(folder, "gateway.sqlite")}`,
    SECRET_KEYS: `bench:${Buffer.alloc(32, 1).toString("base64")}`,
  };
  const cli = (...args) => {
    const stdio = ["ignore", "pipe", "inherit"];
    const child = spawn(process.execPath, ["dist/src/cli.js", ...args], { cwd: ROOT, env, stdio });
    child.output = "";
    child.stdout.on("data", (text) => (child.output += text));
    child.ended = once(child, "close");
    return child;
  };
  const succeed = async (child) => {
    await child.ended;
    if (child.exitCode !== 0) throw new Error(`${child.spawnargs.join(" ")} ended with ${child.exitCode}`);
  };
  await succeed(cli("migrate"));
  await succeed(cli("organization", "create", "acme", "--name", "Acme"));

  /** Imports the file, until so many lines are reported, and watches it. CPU is of its own process. */
  const run = async (until = Number.POSITIVE_INFINITY) => {
    const report = join(folder, "report.jsonl");
    rmSync(report, { force: true });
    const count = counterOf(report);
    const begun = performance.now();
    const child = cli("import", file, "--organization", "acme", "--from", options.from, "--report", report);
    const seen = { seconds: 0, lines: 0, residentMb: 0, peakMb: 0, cpuMicrosALine: 0 };
    let shownAt = 0;
    const watched = setInterval(() => {
      try {
        const memory = memoryOf(child.pid);
        if (!(memory.now > 0)) return;
        const cpu = cpuMicrosOf(child.pid);
        seen.lines = count();
        seen.seconds = Math.round((performance.now() - begun) / 100) / 10;
        seen.residentMb = Math.round(memory.now);
        seen.peakMb = Math.round(memory.peak);
        seen.cpuMicrosALine = Math.round(cpu / seen.lines);
      } catch {
        // It has not begun to report, or has just ended.
        return;
      }
      if (seen.lines >= until) child.kill("SIGKILL");
      if (performance.now() - shownAt < SHOWN_EVERY_MS) return;
      shownAt = performance.now();
      process.stderr.write(`${JSON.stringify(seen)}\n`);
    }, WATCHED_EVERY_MS);
    await child.ended;
    clearInterval(watched);
    const seconds = (performance.now() - begun) / 1000;
    const reported = count();
    const isKilled = child.signalCode === "SIGKILL";
    return {
      isKilled,
      seconds: Math.round(seconds * 10) / 10,
      lines: reported,
      linesPerSecond: Math.round(reported / seconds),
      cpuMicrosALine: seen.cpuMicrosALine,
      peakMb: seen.peakMb,
      ...(isKilled ? {} : JSON.parse(child.output)),
    };
  };
  const killed = await run(lines / 2);
  const again = await run();
  const third = await run();
  const { created, unchanged, refused } = again.summary ?? {};
  const isRight = created + unchanged === lines && refused === 0 && third.summary.unchanged === lines;
  process.stdout.write(`${JSON.stringify({ ...options, lines, killed, again, third, isRight }, null, 2)}\n`);
  if (!isRight) process.exitCode = 1;
} finally {
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Counts the lines of a file that grows, from where it was read to. */
function counterOf(path) {
  const piece = Buffer.alloc(2 ** 20);
  let [count, offset] = [0, 0];
  return () => {
    const descriptor = openSync(path, "r");
    for (;;) {
      const read = readSync(descriptor, piece, 0, piece.length, offset);
      for (let at = 0; at < read; at++) if (piece[at] === NEWLINE) count += 1;
      offset += read;
      if (read === 0) break;
    }
    closeSync(descriptor);
    return count;
  };
}

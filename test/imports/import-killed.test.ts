import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { TokenLoop } from "../support/oauth/token-loop.js";
import { runCommandWith } from "../support/processes/command.js";
import { BUNDLE } from "../support/processes/gateway-process.js";

const MANY = 1000;
const FIRST = 400;
/** So many are in before, and ask for tokens all the time. */
const WORKING = 8;

const LINES = Array.from({ length: MANY }, (_, n) =>
  JSON.stringify({
    client_id: `client-${n}`,
    client_name: `Client ${n}`,
    client_secret: `secret-of-client-${n}-A1`,
    grant_types: ["client_credentials"],
  }),
);

describe.each(DATABASE_KINDS)("an import that is killed, on %s", (kind) => {
  let gateway: TestGateway;
  let folder: string;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
    folder = await mkdtemp(join(tmpdir(), "gateway-killed-import-"));
  });
  afterAll(async () => {
    await gateway.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("goes on when it is started again: all are in, none twice, and no client is locked out meanwhile", async () => {
    const { slug, admin } = await gateway.organization();
    const report = join(folder, "report.jsonl");
    const args = ["import", "-", "--organization", slug, "--from", "rfc7591"];
    await runCommandWith(LINES.slice(0, WORKING).join("\n"), gateway.database.env, ...args);
    const loops = LINES.slice(0, WORKING).map(
      (_, n) => new TokenLoop([gateway.url], `client-${n}`, `secret-of-client-${n}-A1`),
    );
    onTestFinished(() => {
      for (const loop of loops) loop.stop();
    });
    const working = Promise.all(loops.map((loop) => loop.run()));
    const child = spawn(process.execPath, [join(BUNDLE, "cli.cjs"), ...args, "--report", report], {
      env: { PATH: process.env.PATH, ...gateway.database.env },
      stdio: ["pipe", "ignore", "ignore"],
    });
    const ended = once(child, "exit");
    // It never has the whole file, so that it cannot end before it is killed.
    child.stdin.on("error", () => undefined);
    child.stdin.write(`${LINES.slice(0, FIRST).join("\n")}\n`);
    const reported = async () => (await readFile(report, "utf8").catch(() => "")).split("\n").length - 1;
    await expect.poll(reported, { interval: 5 }).toBeGreaterThan(FIRST / 4);
    child.kill("SIGKILL");
    expect(await ended).toEqual([null, "SIGKILL"]);
    const before = await reported();
    const again = await runCommandWith(LINES.join("\n"), gateway.database.env, ...args);
    for (const loop of loops) loop.stop();
    await working;
    expect(loops.flatMap(({ failures }) => failures)).toEqual([]);
    expect(loops.every(({ tokens }) => tokens > 0)).toBe(true);
    const lines = again.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const { summary } = lines.at(-1);
    expect([again.code, summary.lines, summary.refused, summary.updated]).toEqual([0, MANY, 0, 0]);
    expect(summary.created + summary.unchanged).toBe(MANY);
    expect(lines.slice(0, before).every(({ result }) => result === "unchanged")).toBe(true);
    const counts = await gateway.database.query(
      `SELECT COUNT(*) AS applications, COUNT(DISTINCT client_id) AS ids,
        (SELECT COUNT(*) FROM client_secrets) AS secrets,
        (SELECT COUNT(*) FROM audit_events WHERE action = 'oauth_application.created') AS events
       FROM oauth_applications`,
    );
    expect(counts.map((row) => Object.values(row).map(Number))).toEqual([[MANY, MANY, MANY, MANY]]);
    for (const n of [0, before, FIRST, MANY - 1]) {
      expect(await admin.verify(`client-${n}`, `secret-of-client-${n}-A1`)).toMatchObject({ active: true });
    }
  });
});

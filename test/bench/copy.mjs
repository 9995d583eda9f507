// Is anything lost when a copy to PostgreSQL is killed again and again? npm run -s build && node test/bench/copy.mjs [--applications 100000]
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { buildDataSet } from "./data-set.mjs";
import { startPostgres } from "./postgres.mjs";
import { ROOT, startGateway } from "./systems.mjs";

/** After how many seconds a copy is killed; one that has ended by then had all the time it needed. */
const KILLED_AFTER = [0.7, 2, 4, 8, 16];

const { values: options } = parseArgs({ options: { applications: { type: "string", default: "100000" } } });
const applications = Number(options.applications);
const folder = mkdtempSync(join(tmpdir(), "gateway-copy-"));
const postgres = await startPostgres();
try {
  const path = join(folder, "gateway.sqlite");
  const dataSet = await buildDataSet({ databaseUrl: `sqlite:${path}`, organizations: 10, applications });
  const copy = (to) => {
    const env = { PATH: process.env.PATH, DATABASE_URL: `sqlite:${path}`, SECRET_KEYS: dataSet.secretKeys };
    const child = spawn(process.execPath, ["dist/src/cli.js", "copy", "--to", to], { cwd: ROOT, env });
    child.output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (child.output += text));
    child.ended = once(child, "close");
    return child;
  };
  const to = await postgres.createDatabase();
  const killed = [];
  for (const after of KILLED_AFTER) {
    const child = copy(to);
    await Promise.race([sleep(after * 1000), child.ended]);
    killed.push({ after, hadEnded: child.exitCode !== null });
    child.kill("SIGKILL");
    await child.ended;
  }
  const begun = performance.now();
  const last = copy(to);
  await last.ended;
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  const gateway = await startGateway("copied", { ...dataSet, databaseUrl: to }, folder);
  const counts = { verified: 0, refused: 0 };
  for (const { clientId, secret, organization } of [...dataSet.known, ...dataSet.rotated]) {
    const answer = await fetch(`${gateway.urls[0]}/oauth/verify`, {
      method: "POST",
      headers: { authorization: `Bearer ${organization.token}` },
      body: new URLSearchParams({ client_id: clientId, client_secret: secret }),
    });
    const { active } = await answer.json();
    counts[active ? "verified" : "refused"] += 1;
  }
  await gateway.stop();
  const rows = last.output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const isRight = last.exitCode === 0 && counts.refused === 0 && counts.verified > 0;
  process.stdout.write(`${JSON.stringify({ applications, killed, seconds, rows, ...counts, isRight }, null, 2)}\n`);
  if (!isRight) process.exitCode = 1;
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

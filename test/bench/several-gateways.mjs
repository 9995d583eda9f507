// One, two and four gateways over one PostgreSQL: what a request costs each and the database, what the database's sessions
// wait for, and which rows were touched: node test/bench/several-gateways.mjs [--quick --only W3,W5 --json]
// Run `npm run build` first.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildDataSet } from "./data-set.mjs";
import { Failures } from "./failures.mjs";
import { interleave, ratio, startLoad, summarize } from "./measure.mjs";
import { startPostgres } from "./postgres.mjs";
import { printWork, rounded, systemReport, timed } from "./report.mjs";
import { startGateway, together } from "./systems.mjs";
import { rowsTouchedBy } from "./touched-rows.mjs";
import { waitsDuring } from "./waits.mjs";
import { SIZE, WORKS } from "./works.mjs";

const THOROUGH = { rounds: 7, seconds: 3, warmUpSeconds: 4 };
const QUICK = { rounds: 3, seconds: 1.5, warmUpSeconds: 2 };
const COUNTS = [1, 2, 4];
const SHOWN = 6;

const { values: options } = parseArgs({
  options: { quick: { type: "boolean" }, only: { type: "string" }, json: { type: "boolean" } },
});
const only = options.only?.split(",");
const works = WORKS.filter(({ name }) => only?.includes(name) ?? true);

const folder = mkdtempSync(join(tmpdir(), "gateway-bench-"));
const failures = new Failures();
const report = { node: process.version, failures: failures.noted, works: {} };
const load = startLoad();
const postgres = await startPostgres();
const gateways = [];
try {
  const databaseUrl = await postgres.createDatabase();
  const dataSet = await timed("data set on PostgreSQL", () => buildDataSet({ databaseUrl, ...SIZE }));
  for (let index = 0; index < Math.max(...COUNTS); index++) {
    gateways.push(await startGateway(`gateway ${index}`, dataSet, folder));
  }
  for (const work of works) await failures.of(work.name, () => measure(work, dataSet));
} finally {
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await postgres.stop();
  load.stop();
  rmSync(folder, { recursive: true, force: true });
}
if (failures.noted.length > 0) process.exitCode = 1;
if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);

async function measure({ name, title, requests }, dataSet) {
  load.send(requests(dataSet));
  const plan = options.quick ? QUICK : THOROUGH;
  const systems = COUNTS.map((count) => ({
    ...together(nameOf(count), gateways.slice(0, count)),
    databaseCpuMicros: postgres.cpuMicros,
  }));
  const { databaseUrl } = dataSet;
  let rounds = {};
  const touched = await rowsTouchedBy(databaseUrl, async () => {
    rounds = await interleave(load, systems, plan);
  });
  const waits = {};
  // Apart, since looking costs the database something.
  for (const { name, urls } of systems) {
    waits[name] = await waitsDuring(databaseUrl, () => load.run(urls, plan.seconds));
  }
  const [one, ...others] = systems.map((system) => system.name);
  report.works[name] = {
    title,
    systems: Object.fromEntries(Object.entries(rounds).map(([key, all]) => [key, systemReport(summarize(all))])),
    ratio: Object.fromEntries(others.map((other) => [other, rounded(ratio(rounds[other], rounds[one]), 2)])),
    waits,
    touched,
  };
  printWork(name, report.works[name]);
  for (const [system, { activity, locks }] of Object.entries(waits)) printWaits(system, activity, locks);
  for (const [table, counts] of Object.entries(touched)) process.stderr.write(`  ${table} ${JSON.stringify(counts)}\n`);
}

function nameOf(count) {
  return count === 1 ? "one gateway" : `${count} gateways`;
}

function printWaits(system, activity, locks) {
  const first = (counts) =>
    Object.entries(counts)
      .slice(0, SHOWN)
      .map(([what, count]) => `${what} ${count}`)
      .join("; ");
  process.stderr.write(
    `  ${system}: at work ${first(activity)}\n  ${system}: waits for locks ${first(locks) || "none"}\n`,
  );
}

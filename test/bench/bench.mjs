import { copyFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { buildDataSet } from "./data-set.mjs";
import { measureGrowth } from "./growth.mjs";
import { demandSameAnswers, interleave, ratio, startLoad, summarize } from "./measure.mjs";
import { startPostgres } from "./postgres.mjs";
import { printResources, printWork, rounded, systemReport, timed } from "./report.mjs";
import { startGateway, startPeer, together } from "./systems.mjs";
import { SIZE, WORKS } from "./works.mjs";

const THOROUGH = { rounds: 7, seconds: 3, warmUpSeconds: 4 };
const QUICK = { rounds: 3, seconds: 1.5, warmUpSeconds: 3 };

/** Long enough for a process to have done what it does after its start. */
const REST_MS = 1500;

/** What can be wanted. */
export const WORK_NAMES = [...WORKS.map(({ name }) => name), "W7"];

/** Everything that is wanted, one after the other; progress and tables go to stderr. */
export async function bench({ folder, quick, postgres, isWanted }) {
  const plan = quick ? QUICK : THOROUGH;
  const works = WORKS.filter(({ name }) => isWanted(name));
  const load = startLoad();
  const report = { node: process.version, cpus: cpus().length, quick, works: {}, resources: {} };
  try {
    if (works.length > 0) await onSqlite(works, load, plan, folder, report);
    if (works.length > 0 && postgres) await onPostgres(works, load, plan, folder, report);
    if (isWanted("W7")) await growth(load, plan, folder, postgres, report);
  } finally {
    load.stop();
  }
  printResources(report.resources);
  return report;
}

/** The gateway beside its peers, each on a copy of the same file. */
async function onSqlite(works, load, plan, folder, report) {
  const dataSet = await timed("data set on SQLite", () =>
    buildDataSet({ databaseUrl: `sqlite:${join(folder, "original.sqlite")}`, ...SIZE }),
  );
  const copy = async (name) => {
    await copyFile(join(folder, "original.sqlite"), join(folder, `${name}.sqlite`));
    return { ...dataSet, databaseUrl: `sqlite:${join(folder, `${name}.sqlite`)}` };
  };
  const systems = [
    await startGateway("gateway", await copy("gateway"), folder),
    await startPeer("mercurius", await copy("mercurius"), folder),
    await startPeer("raw", await copy("raw"), folder),
  ];
  try {
    await describe(systems, report, async () => {
      for (const work of works) {
        const requests = work.requests(dataSet);
        await demandSameAnswers(work, systems, requests);
        load.send(requests);
        const rounds = await interleave(load, systems, plan);
        const ratios = { mercurius: ratio(rounds.gateway, rounds.mercurius), raw: ratio(rounds.gateway, rounds.raw) };
        add(report, work, rounds, ratios);
      }
    });
  } finally {
    await Promise.all(systems.map((system) => system.stop()));
  }
}

/** One gateway on PostgreSQL, and two that share the load. The database's own processes are not counted. */
async function onPostgres(works, load, plan, folder, report) {
  const postgres = await startPostgres();
  try {
    const databaseUrl = await postgres.createDatabase();
    const dataSet = await timed("data set on PostgreSQL", () => buildDataSet({ databaseUrl, ...SIZE }));
    const one = await startGateway("gateway on PostgreSQL", dataSet, folder);
    const other = await startGateway("second gateway on PostgreSQL", dataSet, folder);
    const systems = [one, together("two on PostgreSQL", [one, other])];
    try {
      await describe([one], report, async () => {
        for (const work of works) {
          load.send(work.requests(dataSet));
          const rounds = await interleave(load, systems, plan);
          const [single, both] = systems.map(({ name }) => rounds[name]);
          add(report, work, rounds, { "two on PostgreSQL over one": ratio(both, single) });
        }
      });
    } finally {
      await Promise.all([one.stop(), other.stop()]);
    }
  } finally {
    await postgres.stop();
  }
}

/** W7 is on SQLite, and beside it, with PostgreSQL wanted, the same there. */
async function growth(load, plan, folder, wantsPostgres, report) {
  const newFile = (name) => `sqlite:${join(folder, `${name}.sqlite`)}`;
  report.works.W7 = await measureGrowth("W7", load, plan, folder, newFile);
  if (!wantsPostgres) return;
  const postgres = await startPostgres();
  try {
    const name = "W7 on PostgreSQL";
    report.works[name] = await measureGrowth(name, load, plan, folder, () => postgres.createDatabase());
  } finally {
    await postgres.stop();
  }
}

function add(report, { name, title }, rounds, ratios) {
  const systems = Object.fromEntries(
    Object.entries(rounds).map(([system, results]) => [system, systemReport(summarize(results))]),
  );
  const ratio = Object.fromEntries(Object.entries(ratios).map(([peer, value]) => [peer, rounded(value, 2)]));
  printWork(name, { title, systems, ratio });
  const before = report.works[name];
  report.works[name] = {
    title,
    systems: { ...before?.systems, ...systems },
    ratio: { ...before?.ratio, ...ratio },
  };
}

/** Notes how long the systems took to start, and their memory before and after the work. */
async function describe(systems, report, work) {
  await sleep(REST_MS);
  const rest = systems.map((system) => system.memory().now);
  await work();
  for (const [index, { name, readyMs, memory }] of systems.entries()) {
    const [restMb, loadMb] = [rest[index], memory().peak];
    report.resources[name] = {
      readyMs: rounded(readyMs, 0),
      restMb: rounded(restMb, 0),
      loadMb: rounded(loadMb, 0),
    };
  }
}

import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { demandSameAnswers, interleave, median, startLoad } from "./measure.mjs";
import { judge } from "./no-slower.mjs";
import { buildCommit } from "./other-tree.mjs";
import { startPostgres } from "./postgres.mjs";
import { printComparison, rounded, timed } from "./report.mjs";
import { ROOT, startGateway } from "./systems.mjs";
import { SIZE, WORKS } from "./works.mjs";

/** Many short rounds: what else runs on the machine is then the same for all, and medians tell. */
const THOROUGH = { rounds: 31, seconds: 1, warmUpSeconds: 4 };
const QUICK = { rounds: 11, seconds: 1, warmUpSeconds: 3 };

/**
 * This tree, as it is, and another commit, whose gateway runs twice: what differs between those two is chance. Each has a
 * database that its own code made. Progress and tables go to stderr.
 */
export async function compare(commit, report, failures, { folder, quick, databases, isWanted }) {
  const works = WORKS.filter(({ name }) => isWanted(name));
  if (works.length === 0) throw new Error("--against: W7 is not compared");
  const other = await timed(`build of ${commit}`, async () => buildCommit(commit, folder));
  const load = startLoad();
  Object.assign(report, { against: other.name, isSlower: false, isUnclear: false, works: {} });
  const options = { load, other, folder, works, plan: quick ? QUICK : THOROUGH, report, failures };
  const on = { sqlite: onSqlite, postgres: onPostgres };
  try {
    for (const kind of databases) await failures.of(`works on ${kind}`, () => on[kind](options));
  } finally {
    load.stop();
  }
}

function onSqlite(options) {
  return measureOn("SQLite", sqliteIn(options.folder), options);
}

function sqliteIn(folder) {
  let count = 0;
  return {
    async createDatabase(original) {
      const path = join(folder, `against-${++count}.sqlite`);
      if (original) await copyFile(original.replace("sqlite:", ""), path);
      return `sqlite:${path}`;
    },
  };
}

async function onPostgres(options) {
  const postgres = await startPostgres();
  try {
    await measureOn("PostgreSQL", postgres, options);
  } finally {
    await postgres.stop();
  }
}

async function measureOn(kind, databases, { load, other, folder, works, plan, report, failures }) {
  const make = async (root) => {
    const { buildDataSet } = await import(join(root, "test/bench/data-set.mjs"));
    return buildDataSet({ databaseUrl: await databases.createDatabase(), ...SIZE });
  };
  const [mine, theirs] = await timed(`data sets on ${kind}`, async () => [await make(ROOT), await make(other.root)]);
  const again = { ...theirs, databaseUrl: await databases.createDatabase(theirs.databaseUrl) };
  const systems = [];
  const start = async (name, dataSet, root) => {
    systems.push({ ...(await startGateway(`${name} on ${kind}`, dataSet, folder, { root })), name, dataSet });
  };
  try {
    // In the middle, and so as far from either in each round.
    await start("after", mine, ROOT);
    await start("before", theirs, other.root);
    await start("again", again, other.root);
    for (const work of works) {
      await failures.of(`${work.name} on ${kind}`, async () => {
        for (const system of systems) system.requests = work.requests(system.dataSet);
        await demandSameAnswers(work, systems.slice(1), systems[1].requests);
        add(report, kind, work, await interleave(load, systems, plan));
      });
    }
  } finally {
    await Promise.all(systems.map((system) => system.stop()));
  }
}

function add(report, kind, { name, title }, rounds) {
  const micros = Object.fromEntries(
    Object.entries(rounds).map(([system, results]) => [system, results.map(({ cpuMicros }) => cpuMicros)]),
  );
  const { ratio, itself, spread, isSlower, isUnclear } = judge(micros);
  const comparison = {
    cpuMicrosPerRequest: mapped(micros, (values) => rounded(median(values), 0)),
    ratio: mapped(ratio, (value) => rounded(value, 3)),
    itself: mapped(itself, (value) => rounded(value, 3)),
    spread: rounded(spread, 3),
    verdict: isSlower ? "slower" : isUnclear ? "unclear: the machine is too busy" : "no slower",
  };
  report.isSlower ||= isSlower;
  report.isUnclear ||= isUnclear;
  report.works[name] = { title, ...report.works[name], [kind]: comparison };
  printComparison(`${name} on ${kind}`, title, report.against, comparison);
}

function mapped(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

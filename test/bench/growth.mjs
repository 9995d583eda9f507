import { buildDataSet } from "./data-set.mjs";
import { interleave, median, ratio, summarize } from "./measure.mjs";
import { printCosts, printWork, rounded, systemReport } from "./report.mjs";
import { graphqlRequest } from "./requests.mjs";
import { startGateway } from "./systems.mjs";
import { listRequest } from "./works/w2-list.mjs";

const TITLE = "W2 at 1,000,000 applications, 900,000 of them in one organization";
const SMALL = { organizations: 100, applications: 100_000 };
const LARGE = { organizations: 100, applications: 1_000_000, shareOfFirst: 0.9 };

const REPEATS = 7;

/** An operation is compiled when it comes again. */
const WARM_UPS = 3;

/** Secrets of the data set that were replaced work for 30 more days. */
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString();

const byName = (text) => `filter: { query: "${text}" }`;

/** What a list can be asked for, one at a time; `$after` is the last page but one. */
const QUERIES = {
  "first page": "oauthApplications(first: 50) { nodes { id name } }",
  "deepest page": "oauthApplications(first: 50, after: $after) { nodes { id name } }",
  "by name": "oauthApplications(first: 50, orderBy: { field: NAME, direction: ASC }) { nodes { id name } }",
  "by name, from the end":
    "oauthApplications(last: 50, orderBy: { field: NAME, direction: ASC }) { nodes { id name } }",
  "total count": "oauthApplications(first: 1) { totalCount }",
  "name, all have it": `oauthApplications(first: 50, ${byName("application")}) { nodes { id } }`,
  "name, all have it, deepest page": `oauthApplications(first: 50, after: $after, ${byName("application")}) { nodes { id } }`,
  "name, one in 256 has it": `oauthApplications(first: 50, ${byName("application 00")}) { nodes { id } }`,
  "name, one in 50,000 has it": `oauthApplications(first: 50, ${byName("12345")}) { nodes { id } }`,
  "name, nobody has it": `oauthApplications(first: 50, ${byName("no such name")}) { nodes { id } }`,
  "name, one letter nobody has": `oauthApplications(first: 50, ${byName("q")}) { nodes { id } }`,
  "name, all have it, counted": `oauthApplications(first: 1, ${byName("application")}) { totalCount }`,
  "name, one in 256, counted": `oauthApplications(first: 1, ${byName("application 00")}) { totalCount }`,
  "name, nobody has it, counted": `oauthApplications(first: 1, ${byName("no such name")}) { totalCount }`,
  "overlap ends by tomorrow, none": `oauthApplications(first: 50, filter: { rotationEndsBefore: "${TOMORROW}" }) { nodes { id } }`,
  "open rotation, all have one": "oauthApplications(first: 50, filter: { hasRotatedSecret: true }) { nodes { id } }",
  "no open rotation, all have one":
    "oauthApplications(first: 50, filter: { hasRotatedSecret: false }) { nodes { id } }",
  "secret older, nobody's":
    'oauthApplications(first: 50, filter: { secretCreatedBefore: "2020-01-01T00:00:00Z" }) { nodes { id } }',
};

/**
 * How the gateway's lists grow: compared with itself, on the first and on the deepest page. `newDatabase` answers the
 * URL of an empty database for a name.
 */
export async function measureGrowth(name, load, plan, folder, newDatabase) {
  const [small, large] = [
    await open("small", SMALL, folder, newDatabase),
    await open("large", LARGE, folder, newDatabase),
  ];
  try {
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
      costsMs: { small: await costs(small), large: await costs(large) },
      readyMs: { small: rounded(small.gateway.readyMs, 0), large: rounded(large.gateway.readyMs, 0) },
    };
    printWork(name, report);
    printCosts({
      small: { ready: report.readyMs.small, ...report.costsMs.small },
      large: { ready: report.readyMs.large, ...report.costsMs.large },
    });
    return report;
  } finally {
    await Promise.all([small, large].map(({ gateway }) => gateway.stop()));
  }
}

async function open(name, size, folder, newDatabase) {
  const dataSet = await buildDataSet({ databaseUrl: await newDatabase(name), ...size });
  const gateway = await startGateway(`gateway-${name}`, dataSet, folder);
  const [{ token }] = dataSet.owners;
  const { oauthApplications } = await ask(gateway, token, "oauthApplications(last: 51) { nodes { id } }");
  return { gateway, token, after: oauthApplications.nodes[0].id };
}

/** Median milliseconds of each query, asked alone. */
async function costs({ gateway, token, after }) {
  const milliseconds = {};
  for (const [name, query] of Object.entries(QUERIES)) {
    for (let warmUp = 0; warmUp < WARM_UPS; warmUp++) await ask(gateway, token, query, after);
    const times = [];
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const started = performance.now();
      await ask(gateway, token, query, after);
      times.push(performance.now() - started);
    }
    milliseconds[name] = rounded(median(times), 1);
  }
  return milliseconds;
}

async function ask({ urls: [url] }, token, field, after) {
  const query =
    after === undefined || !field.includes("$after") ? `{ ${field} }` : `query ($after: String) { ${field} }`;
  const { path, headers, body } = graphqlRequest(token, undefined, query, { after });
  const response = await fetch(url + path, { method: "POST", headers, body });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

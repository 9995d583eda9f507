import { median } from "./measure.mjs";
import { rounded } from "./report.mjs";
import { graphqlRequest } from "./requests.mjs";

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

/** Median milliseconds of each query, asked alone; null for one that is refused. */
export async function costs(gateway, note) {
  const milliseconds = {};
  for (const [name, query] of Object.entries(QUERIES)) {
    milliseconds[name] = await cost(gateway, query).catch((error) => {
      note(name, error);
      return null;
    });
  }
  return milliseconds;
}

async function cost({ gateway, token, after }, query) {
  for (let warmUp = 0; warmUp < WARM_UPS; warmUp++) await ask(gateway, token, query, after);
  const times = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const started = performance.now();
    await ask(gateway, token, query, after);
    times.push(performance.now() - started);
  }
  return rounded(median(times), 1);
}

/** What one field answers, or throws its errors. */
export async function ask({ urls: [url] }, token, field, after) {
  const query =
    after === undefined || !field.includes("$after") ? `{ ${field} }` : `query ($after: String) { ${field} }`;
  const { path, headers, body } = graphqlRequest(token, undefined, query, { after });
  const response = await fetch(url + path, { method: "POST", headers, body });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

// How late is what the suite waits for without a limit? node test/bench/lateness.mjs [--postgres]; on an idle machine.
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { buildDataSet } from "./data-set.mjs";
import { startPostgres } from "./postgres.mjs";
import { rounded } from "./report.mjs";
import { formRequest, graphqlRequest } from "./requests.mjs";
import { startGateway } from "./systems.mjs";

const SIZE = { organizations: 1, applications: 20 };
const TIMES = 10;
const POLL_MS = 10;

/** What is measured: how often, and how many milliseconds it may take at most. */
const MOMENTS = [
  { name: "a use of a secret is counted", times: TIMES, mostMs: 2000, measure: useIsCounted },
  { name: "a retired secret that is presented has its event", times: TIMES, mostMs: 3000, measure: tripIsRecorded },
  { name: "ends at SIGTERM, at rest", times: 3, mostMs: 4000, measure: endsAtRest },
  { name: "ends at SIGTERM, beside clients that stall", times: 3, mostMs: 10_000, measure: endsBesideStalled },
];

/** PostgreSQL goes away and comes back. */
const OUTAGE = [
  { name: "is not ready without its database", times: 3, mostMs: 5000, measure: isNotReady },
  { name: "refuses a change without its database", times: 3, mostMs: 6000, measure: changeIsRefused },
  { name: "serves again with its database", times: 3, mostMs: 5000, measure: servesAgain },
];

const { values: options } = parseArgs({ options: { postgres: { type: "boolean" } } });
const folder = mkdtempSync(join(tmpdir(), "gateway-lateness-"));
const postgres = options.postgres ? await startPostgres() : undefined;
try {
  const databaseUrl = postgres ? await postgres.createDatabase() : `sqlite:${join(folder, "gateway.sqlite")}`;
  const dataSet = await buildDataSet({ databaseUrl, ...SIZE });
  let isInTime = true;
  for (const { name, times, mostMs, measure } of postgres ? [...MOMENTS, ...OUTAGE] : MOMENTS) {
    const taken = [];
    for (let time = 0; time < times; time++) {
      const gateway = await startGateway("gateway", dataSet, folder);
      try {
        taken.push(await measure({ gateway, token: dataSet.owners[0].token }));
      } finally {
        await gateway.stop();
      }
    }
    taken.sort((one, other) => one - other);
    const longest = taken.at(-1);
    isInTime &&= longest <= mostMs;
    process.stdout.write(
      `${name}: median ${rounded(taken[Math.floor(times / 2)], 0)} ms, longest ${rounded(longest, 0)} of ${times}; at most ${mostMs}\n`,
    );
  }
  process.stdout.write(`all in time: ${isInTime}\n`);
  if (!isInTime) process.exitCode = 1;
} finally {
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function useIsCounted({ gateway, token }) {
  const { id, clientId, clientSecret } = await newApplication(gateway, token);
  // The first use is written before the answer; later ones are collected.
  for (const _ of [1, 2]) await verify(gateway, token, clientId, clientSecret);
  const query = `{ oauthApplication(id: "${id}") { secrets { useCount } } }`;
  return until(async () => (await graphql(gateway, token, query)).oauthApplication.secrets[0].useCount === 2);
}

async function tripIsRecorded({ gateway, token }) {
  const { id, clientId, clientSecret } = await newApplication(gateway, token);
  const input = `{oauthApplicationId: "${id}", previousSecret: REVOKE}`;
  await graphql(gateway, token, `mutation { rotateSecret(input: ${input}) { clientSecret } }`);
  await verify(gateway, token, clientId, clientSecret);
  const filter = `{action: "client_secret.used_after_retirement", targetId: "${id}"}`;
  const query = `{ auditEvents(first: 1, filter: ${filter}) { nodes { id } } }`;
  return until(async () => (await graphql(gateway, token, query)).auditEvents.nodes.length === 1);
}

function endsAtRest({ gateway }) {
  return timed(() => gateway.end());
}

/** One client stops in the middle of a request's body, one never sends anything. */
async function endsBesideStalled({ gateway }) {
  const { hostname, port } = new URL(gateway.urls[0]);
  const sockets = [connect(Number(port), hostname), connect(Number(port), hostname)];
  for (const socket of sockets) socket.on("error", () => undefined);
  sockets[0].write("POST /oauth/token HTTP/1.1\r\nHost: gateway\r\nContent-Length: 100\r\n\r\nhalf");
  await sleep(500);
  const taken = await timed(() => gateway.end());
  for (const socket of sockets) socket.destroy();
  return taken;
}

async function isNotReady({ gateway }) {
  await postgres.goAway();
  const taken = await until(async () => (await readiness(gateway)) === 503);
  await postgres.comeBack();
  return taken;
}

async function changeIsRefused({ gateway, token }) {
  await postgres.goAway();
  const taken = await timed(() => create(gateway, token));
  await postgres.comeBack();
  return taken;
}

async function servesAgain({ gateway, token }) {
  await postgres.goAway();
  await until(async () => (await readiness(gateway)) === 503);
  await postgres.comeBack();
  return until(async () => (await create(gateway, token)).data !== null);
}

function create(gateway, token) {
  const input = '{name: "Late", grantTypes: [CLIENT_CREDENTIALS]}';
  const selection = "clientSecret oauthApplication { id clientId }";
  const query = `mutation { createOAuthApplication(input: ${input}) { ${selection} } }`;
  return send(gateway, graphqlRequest(token, undefined, query, undefined));
}

async function newApplication(gateway, token) {
  const { clientSecret, oauthApplication } = (await create(gateway, token)).data.createOAuthApplication;
  return { ...oauthApplication, clientSecret };
}

async function graphql(gateway, token, query) {
  const { data, errors } = await send(gateway, graphqlRequest(token, undefined, query, undefined));
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

function verify(gateway, token, clientId, clientSecret) {
  const form = { client_id: clientId, client_secret: clientSecret };
  return send(gateway, formRequest("/oauth/verify", `Bearer ${token}`, form));
}

async function send({ urls: [url] }, { path, headers, body }) {
  const response = await fetch(url + path, { method: "POST", headers, body });
  return { data: null, ...(await response.json()) };
}

async function readiness({ urls: [url] }) {
  return (await fetch(`${url}/health/ready`)).status;
}

async function until(isSo) {
  return timed(async () => {
    while (!(await isSo())) await sleep(POLL_MS);
  });
}

async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

// How well can a stopwatch tell an unknown client from a wrong secret? 0.5 is not at all.
// Build first, then: node test/bench/unknown-client-timing.mjs; DATABASE_URL and SECRET_KEYS for PostgreSQL.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PAIRS = Number(process.env.PAIRS ?? 1500);
const WARM_UP = 300;
const BOUNDS = [0.45, 0.55];
const DIST = join(import.meta.dirname, "../../dist/src");
const WRONG_SECRET = "ogs_0000000000000000000000000000000000000000000000000";

const folder = mkdtempSync(join(tmpdir(), "gateway-bench-"));
const env = {
  PATH: process.env.PATH,
  PORT: "0",
  RATE_LIMIT_PER_MINUTE: "0",
  DATABASE_URL: process.env.DATABASE_URL ?? `sqlite:${join(folder, "gateway.sqlite")}`,
  ...(process.env.SECRET_KEYS ? { SECRET_KEYS: process.env.SECRET_KEYS } : {}),
};
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const slug = `bench-${Date.now()}`;

let url;
const gateway = spawn(process.execPath, [join(DIST, "main.js")], { env, stdio: ["ignore", "ignore", "pipe"] });
try {
  url = await listening();
  cli("organization", "create", slug, "--name", slug);
  const token = cli("token", "create", "--organization", slug, "--role", "OWNER");
  const known = await register(token, '{ name: "Known", grantTypes: [CLIENT_CREDENTIALS] }');
  const post = "tokenEndpointAuthMethod: CLIENT_SECRET_POST";
  const posting = await register(token, `{ name: "Posting", grantTypes: [CLIENT_CREDENTIALS], ${post} }`);
  const disabled = await register(token, '{ name: "Disabled" }');
  await graphql(
    token,
    `mutation { updateOAuthApplication(input: { oauthApplicationId: "${disabled.id}", enabled: false }) { oauthApplication { id } } }`,
  );
  const unknown = { clientId: "0123456789abcdef0123456789abcdef" };

  let outside = 0;
  const report = async (name, one, other) => {
    const probability = await probabilityThatLonger(one, other);
    const within = probability >= BOUNDS[0] && probability <= BOUNDS[1];
    if (!within) outside += 1;
    console.log(`${probability.toFixed(3)}  ${within ? "      " : "OUTSIDE"}  ${name}`);
  };
  console.log(`P(the first takes longer), ${PAIRS} interleaved pairs; ${BOUNDS.join(" to ")} is meant`);
  await report(
    "unknown client, wrong secret (Basic)",
    () => basic(unknown),
    () => basic(known),
  );
  await report(
    "unknown client, wrong secret (post)",
    () => posted(unknown),
    () => posted(posting),
  );
  await report(
    "unknown client, disabled application (Basic)",
    () => basic(unknown),
    () => basic(disabled),
  );
  await report(
    "unknown client, wrong secret (verify)",
    () => verify(token, unknown),
    () => verify(token, known),
  );
  process.exitCode = outside > 0 ? 1 : 0;
} finally {
  gateway.kill("SIGTERM");
  agent.destroy();
  await once(gateway, "exit");
  rmSync(folder, { recursive: true, force: true });
}

/** Mann-Whitney: over all pairs of durations, how often the first kind's is the longer one; a tie counts half. */
async function probabilityThatLonger(one, other) {
  for (let round = 0; round < WARM_UP; round++) {
    await one();
    await other();
  }
  const [ones, others] = [[], []];
  for (let pair = 0; pair < PAIRS; pair++) {
    // In turns, so that neither always comes after the other.
    if (pair % 2 === 0) ones.push(await duration(one));
    others.push(await duration(other));
    if (pair % 2 === 1) ones.push(await duration(one));
  }
  let longer = 0;
  for (const first of ones) {
    for (const second of others) longer += first > second ? 1 : first === second ? 0.5 : 0;
  }
  return longer / (ones.length * others.length);
}

async function duration(send) {
  const started = process.hrtime.bigint();
  await send();
  return Number(process.hrtime.bigint() - started);
}

function basic({ clientId }) {
  const authorization = `Basic ${Buffer.from(`${clientId}:${WRONG_SECRET}`).toString("base64")}`;
  return send("/oauth/token", "grant_type=client_credentials", { authorization }, 401);
}

function posted({ clientId }) {
  const form = `grant_type=client_credentials&client_id=${clientId}&client_secret=${WRONG_SECRET}`;
  return send("/oauth/token", form, {}, 401);
}

function verify(token, { clientId }) {
  const form = `client_id=${clientId}&client_secret=${WRONG_SECRET}`;
  return send("/oauth/verify", form, { authorization: `Bearer ${token}` }, 200);
}

function send(path, body, headers, expected) {
  return new Promise((resolve, reject) => {
    const type = "application/x-www-form-urlencoded";
    const options = {
      method: "POST",
      agent,
      headers: { "content-type": type, "content-length": body.length, ...headers },
    };
    const sent = request(url + path, options, (response) => {
      response
        .resume()
        .on("end", () =>
          response.statusCode === expected ? resolve() : reject(new Error(`${path} answered ${response.statusCode}`)),
        );
    });
    sent.on("error", reject).end(body);
  });
}

async function graphql(token, query) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

async function register(token, input) {
  const fields = "oauthApplication { id clientId }";
  const data = await graphql(token, `mutation { createOAuthApplication(input: ${input}) { ${fields} } }`);
  return data.createOAuthApplication.oauthApplication;
}

function cli(...args) {
  return execFileSync(process.execPath, [join(DIST, "cli.js"), ...args], { env, encoding: "utf8" }).trim();
}

function listening() {
  return new Promise((resolve, reject) => {
    let log = "";
    gateway.stderr.on("data", (chunk) => {
      if (log.length < 10_000) log += chunk;
      const [, listensAt] = /"url":"([^"]+)".*"msg":"listening"/.exec(log) ?? [];
      if (listensAt) resolve(listensAt);
    });
    gateway.on("exit", (code) => reject(new Error(`The gateway exited with ${code}: ${log}`)));
  });
}

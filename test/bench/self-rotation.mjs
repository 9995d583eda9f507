// Is any token refused while an application rotates itself? node test/bench/self-rotation.mjs [--postgres] [--seconds 120]
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { allowInsecureRequests, ClientSecretBasic, clientCredentialsGrant, discovery } from "openid-client";
import { buildDataSet } from "./data-set.mjs";
import { startPostgres } from "./postgres.mjs";
import { startGateway } from "./systems.mjs";

/** How often the application rotates; its overlap is a second. */
const EVERY_MS = 3000;
const CLIENTS = 4;
const REGISTER = `mutation { createOAuthApplication(input: {
  name: "Rotates itself", grantTypes: [CLIENT_CREDENTIALS], selfRotationEnabled: true, secretOverlapSeconds: 1
}) { clientSecret oauthApplication { clientId } } }`;

const { values: options } = parseArgs({
  options: { postgres: { type: "boolean" }, seconds: { type: "string", default: "120" } },
});
const folder = mkdtempSync(join(tmpdir(), "gateway-self-rotation-"));
const postgres = options.postgres ? await startPostgres() : undefined;
let gateway;
try {
  const databaseUrl = postgres ? await postgres.createDatabase() : `sqlite:${join(folder, "gateway.sqlite")}`;
  const dataSet = await buildDataSet({ databaseUrl, organizations: 1, applications: 1 });
  gateway = await startGateway("gateway", dataSet, folder);
  const counts = await observe(gateway.urls[0], dataSet.owners[0].token, Number(options.seconds));
  process.stdout.write(`${JSON.stringify(counts)}\n`);
  if (counts.failed > 0) process.exitCode = 1;
} finally {
  await gateway?.stop();
  await postgres?.stop();
  rmSync(folder, { recursive: true });
}

/** Lets clients ask for tokens without a pause while their application rotates itself. */
async function observe(url, token, seconds) {
  const { oauthApplication, clientSecret } = await register(url, token);
  const { clientId } = oauthApplication;
  const counts = { rotations: 0, tokens: 0, failed: 0 };
  let secret = clientSecret;
  let isOver = false;
  const ask = async () => {
    const settings = { execute: [allowInsecureRequests] };
    while (!isOver) {
      try {
        const server = await discovery(new URL(url), clientId, undefined, ClientSecretBasic(secret), settings);
        await clientCredentialsGrant(server);
        counts.tokens += 1;
      } catch (error) {
        counts.failed += 1;
        process.stderr.write(`${error}\n`);
      }
    }
  };
  const asking = Promise.all(Array.from({ length: CLIENTS }, ask));
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    await sleep(EVERY_MS);
    const answer = await fetch(`${url}/oauth/client_secret`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}`, "idempotency-key": randomUUID() },
    });
    if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
    secret = (await answer.json()).client_secret;
    counts.rotations += 1;
  }
  isOver = true;
  await asking;
  return counts;
}

async function register(url, token) {
  const answer = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ query: REGISTER }),
  });
  const { data, errors } = await answer.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data.createOAuthApplication;
}

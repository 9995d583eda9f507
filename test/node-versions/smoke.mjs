import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const START_TIMEOUT_MS = 60_000;

/** Runs the built gateway with this `node`: start, first mutation, rotation, a token with each secret, the console, stop. */
export async function smoke(node, root) {
  const folder = await mkdtemp(join(tmpdir(), "gateway-node-"));
  const child = spawn(node, ["--max-semi-space-size=64", join(root, "dist/src/main.js")], {
    env: { PATH: process.env.PATH, PORT: "0", DATABASE_URL: `sqlite:${join(folder, "gateway.sqlite")}` },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  try {
    const { url, token } = await started(child, exited);
    await use(url, token);
    await look(`${url}/console`);
    child.kill("SIGTERM");
    const [code] = await exited;
    demand(code === 0, `it exits with ${code}`);
    return "starts, registers, rotates, gives tokens, serves the console, stops";
  } finally {
    child.kill("SIGKILL");
    await exited;
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where it listens, and the owner token that the first start prints. */
async function started(child, exited) {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  let isOver = false;
  exited.then(() => {
    isOver = true;
  });
  const end = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const url = /"url":"([^"]+)".*"msg":"listening"/.exec(output)?.[1];
    const token = /ogt_\w{49}/.exec(output)?.[0];
    if (url && token) return { url, token };
    demand(!isOver && Date.now() < end, `it does not start: ${output}`);
    await sleep(50);
  }
}

async function use(url, token) {
  const ask = async (query, variables) => {
    const { data, errors } = await post(`${url}/graphql`, `Bearer ${token}`, { query, variables });
    demand(!errors, `GraphQL answers ${JSON.stringify(errors)}`);
    return data;
  };
  const { createOAuthApplication: created } = await ask(
    'mutation { createOAuthApplication(input: {name: "Smoke", grantTypes: [CLIENT_CREDENTIALS]}) { clientSecret oauthApplication { id clientId } } }',
  );
  const { id, clientId } = created.oauthApplication;
  const { rotateSecret: rotated } = await ask(
    "mutation ($id: ID!) { rotateSecret(input: {oauthApplicationId: $id}) { clientSecret } }",
    { id },
  );
  for (const secret of [created.clientSecret, rotated.clientSecret]) {
    const authorization = `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}`;
    const form = new URLSearchParams({ grant_type: "client_credentials" });
    const { access_token, error } = await post(`${url}/oauth/token`, authorization, form);
    demand(access_token, `the token endpoint answers ${error}`);
  }
}

/** The console's page and every file that it names: they were built where this runs. */
async function look(page) {
  const response = await fetch(page);
  demand(response.ok, `the console's page answers ${response.status}`);
  const files = (await response.text()).match(/\/console\/assets\/[\w.-]+/g) ?? [];
  demand(
    files.some((file) => file.endsWith(".js")),
    "the console's page names no script",
  );
  for (const file of files) {
    const { status } = await fetch(new URL(file, page));
    demand(status === 200, `${file} answers ${status}`);
  }
}

async function post(url, authorization, body) {
  const isForm = body instanceof URLSearchParams;
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization, ...(isForm ? {} : { "content-type": "application/json" }) },
    body: isForm ? body : JSON.stringify(body),
  });
  return response.json();
}

function demand(condition, problem) {
  if (!condition) throw new Error(problem);
}

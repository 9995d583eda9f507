// A peer: node:http and nothing else. It knows the documents of the works by their operation's name.
import { createServer } from "node:http";
import { openStore } from "./store.mjs";

const store = await openStore(process.env);

const OPERATIONS = {
  async Get(actor, { id }) {
    const found = await store.application(actor, id);
    if (!found) return { oauthApplication: null };
    const { createdAt, version, organizationId, ...application } = found;
    const [[secrets], organization] = await Promise.all([store.secrets([id]), store.organization(organizationId)]);
    return { oauthApplication: { ...application, secrets, organization } };
  },

  async List(actor, { first, after }) {
    const { nodes, pageInfo } = await store.page(actor, first, after);
    const [secrets, organization] = await Promise.all([
      store.secrets(nodes.map(({ id }) => id)),
      store.organization(actor.organizationId),
    ]);
    const complete = nodes.map(({ version, organizationId, ...application }, index) => ({
      ...application,
      secrets: secrets[index],
      organization,
    }));
    return { oauthApplications: { nodes: complete, pageInfo } };
  },

  async Rotate(actor, { input }) {
    return { rotateSecret: await store.rotate(actor, input.oauthApplicationId) };
  },
};

const CLOUDFLARE_SECRET = /^\/client\/v4\/accounts\/\w+\/oauth_clients\/(\w+)\/rotate_secret$/;

const server = createServer(async (request, response) => {
  try {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer = await answerTo(request, Buffer.concat(chunks).toString());
    send(response, answer === null ? 401 : 200, answer ?? { errors: [{ message: "unauthenticated" }] });
  } catch (error) {
    send(response, 500, { errors: [{ message: String(error) }] });
  }
});

/** Null for who is not known. */
async function answerTo({ method, url, headers }, body) {
  if (url === "/oauth/token") return store.issueToken(headers.authorization);
  const actor = await store.authenticate(headers.authorization);
  if (!actor) return null;
  if (url === "/oauth/verify") {
    const form = new URLSearchParams(body);
    return store.verifySecret(actor, form.get("client_id"), form.get("client_secret"));
  }
  const clientId = CLOUDFLARE_SECRET.exec(url)?.[1];
  if (clientId !== undefined) {
    const step = method === "POST" ? store.addSecret : store.deletePreviousSecret;
    return { success: true, errors: [], messages: [], result: await step(actor, clientId) };
  }
  const { operationName, variables } = JSON.parse(body);
  return { data: await OPERATIONS[operationName](actor, variables) };
}

function send(response, status, answer) {
  const text = JSON.stringify(answer);
  response
    .writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) })
    .end(text);
}

server.listen(Number(process.env.PORT), "127.0.0.1", () => process.stderr.write('"listening"\n'));

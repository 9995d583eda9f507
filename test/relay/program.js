// Runs the compiled operations against a gateway, with Relay's own store, and prints what its screens would show.
// Arguments: the folder of the artifacts, the gateway's /graphql, a token, ids by type (JSON).
const { join } = require("node:path");
const relay = require("relay-runtime");

const [artifacts, url, token, idsByType] = process.argv.slice(2);
const ids = JSON.parse(idsByType);
const artifact = (name) => require(join(artifacts, `${name}.graphql.js`));

let requests = 0;
const environment = new relay.Environment({
  store: new relay.Store(new relay.RecordSource()),
  network: relay.Network.create(async ({ text }, variables) => {
    requests += 1;
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query: text, variables }) });
    return answer.json();
  }),
});

/** Executes a query and keeps what it fetched; answers how to read it. */
async function execute(query, variables) {
  const operation = relay.createOperationDescriptor(query, variables);
  environment.retain(operation);
  await environment.execute({ operation }).toPromise();
  return () => environment.lookup(operation.fragment).data;
}

/** What a component with this fragment sees. */
function read(fragment, reference) {
  const { data, isMissingData } = environment.lookup(relay.getSingularSelector(fragment, reference));
  if (isMissingData) throw new Error(`${fragment.name} misses data`);
  return data;
}

/** Fetches next pages, as usePaginationFragment does, until there is none; answers the sizes and the whole list. */
async function pageThrough(fragment, reference, field, count, variables = {}) {
  const list = () => read(fragment, reference())[field];
  const sizes = [list().edges.length];
  while (list().pageInfo.hasNextPage) {
    const cursor = list().pageInfo.endCursor;
    await execute(fragment.metadata.refetch.operation, { ...variables, count, cursor });
    sizes.push(list().edges.length);
  }
  return { sizes, nodes: list().edges.map(({ node }) => node) };
}

async function refetchNodes() {
  const refetched = {};
  for (const [type, name] of Object.entries({
    Organization: "operationsOrganization_organization",
    OAuthApplication: "operationsApplication_oauthApplication",
    ClientSecret: "operationsSecret_clientSecret",
    ApiToken: "operationsToken_apiToken",
    Member: "operationsMember_member",
    AuditEvent: "operationsEvent_auditEvent",
  })) {
    const fragment = artifact(name);
    const data = await execute(fragment.metadata.refetch.operation, { id: ids[type] });
    refetched[type] = read(fragment, data().node);
  }
  return refetched;
}

function mutate(name, variables) {
  return new Promise((resolve, reject) => {
    const onCompleted = (data, errors) => (errors ? reject(new Error(JSON.stringify(errors))) : resolve(data));
    relay.commitMutation(environment, { mutation: artifact(name), variables, onCompleted, onError: reject });
  });
}

/** Registers and deletes an application; the list on the screen follows without being fetched again. */
async function changeList(screen) {
  const list = artifact("operationsList_query");
  const shown = () => read(list, screen()).oauthApplications;
  const names = () => shown().edges.map(({ node }) => node.name);
  const connections = [shown().__id];
  const before = requests;
  const { createOAuthApplication: created } = await mutate("operationsRegisterMutation", {
    input: { name: "From Relay" },
    connections,
  });
  const added = names()[0];
  await mutate("operationsDeleteMutation", {
    input: { oauthApplicationId: created.oauthApplication.id },
    connections,
  });
  return { added, left: names().includes("From Relay"), secret: created.clientSecret, requests: requests - before };
}

async function main() {
  const screen = await execute(artifact("operationsListQuery"), { count: 3 });
  const list = await pageThrough(artifact("operationsList_query"), screen, "oauthApplications", 3);
  const id = ids.OAuthApplication;
  const about = await execute(artifact("operationsHistoryQuery"), { id, count: 2 });
  const fragment = artifact("operationsHistory_oauthApplication");
  const history = await pageThrough(fragment, () => about().oauthApplication, "auditEvents", 2, { id });
  const others = (await execute(artifact("operationsTokensQuery"), {}))();
  console.log(
    JSON.stringify({
      list: { sizes: list.sizes, names: list.nodes.map(({ name }) => name) },
      history: { sizes: history.sizes, actions: history.nodes.map(({ action }) => action) },
      others: ["apiTokens", "members", "auditEvents"].map((field) => others[field].edges.length > 0),
      nodes: await refetchNodes(),
      changes: await changeList(screen),
    }),
  );
}

main();

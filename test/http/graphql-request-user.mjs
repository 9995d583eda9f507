// A script's author: knows the schema and graphql-request 7, told to use GET, and nothing of this repository.
// Arguments: the gateway's URL and a DEVELOPER's token. Prints what it saw as JSON.
import { ClientError, GraphQLClient, gql } from "graphql-request";

const [url, token] = process.argv.slice(2);
const methods = [];

function createClient(bearer) {
  return new GraphQLClient(`${url}/graphql`, {
    method: "GET",
    jsonSerializer: JSON,
    headers: { authorization: `Bearer ${bearer}` },
    fetch: (target, init) => {
      methods.push(init.method);
      return fetch(target, init);
    },
  });
}

const client = createClient(token);

const LIST = gql`
  query Applications($after: String, $query: String) {
    oauthApplications(first: 2, after: $after, filter: { query: $query }) {
      nodes { id name }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

const CREATE = gql`
  mutation Create($input: CreateOAuthApplicationInput!) {
    createOAuthApplication(input: $input) { clientSecret oauthApplication { id name } }
  }
`;

async function pageThrough() {
  const names = [];
  for (let after = ""; ; ) {
    const { oauthApplications } = await client.request(LIST, { after, query: "Paged" });
    names.push(...oauthApplications.nodes.map(({ name }) => name));
    if (!oauthApplications.pageInfo.hasNextPage) return names;
    after = oauthApplications.pageInfo.endCursor;
  }
}

async function failureOf(request) {
  try {
    await request;
    return null;
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    const { status, errors } = error.response;
    return { status, codes: errors.map(({ extensions }) => extensions.code) };
  }
}

const names = await pageThrough();
const { createOAuthApplication: created } = await client.request(CREATE, { input: { name: "From graphql-request" } });
const invalid = await failureOf(client.request(CREATE, { input: { name: "" } }));
const stranger = await failureOf(createClient("ogt_wrong").request(gql`{ viewer { role } }`));

console.log(JSON.stringify({ names, created, invalid, stranger, methods }));

// A front-end developer's program: knows the schema and urql's core 6 with its defaults, nothing of this repository.
// Arguments: the gateway's URL and a DEVELOPER's token. Prints what it saw as JSON.
import { Client, fetchExchange, gql } from "@urql/core";

const [url, token] = process.argv.slice(2);
const methods = [];

function createClient(bearer) {
  return new Client({
    url: `${url}/graphql`,
    exchanges: [fetchExchange],
    fetchOptions: { headers: { authorization: `Bearer ${bearer}` } },
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
      edges { cursor node { id name } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

const CREATE = gql`
  mutation Create($input: CreateOAuthApplicationInput!) {
    createOAuthApplication(input: $input) { clientSecret oauthApplication { id name } }
  }
`;

const codesOf = ({ error }) => error?.graphQLErrors.map(({ extensions }) => extensions.code);

async function pageThrough() {
  const names = [];
  for (let after = ""; ; ) {
    const { data, error } = await client.query(LIST, { after, query: "Paged" }).toPromise();
    if (error) throw error;
    const { edges, pageInfo } = data.oauthApplications;
    names.push(...edges.map(({ node }) => node.name));
    if (!pageInfo.hasNextPage) return names;
    after = pageInfo.endCursor;
  }
}

const names = await pageThrough();
const created = await client.mutation(CREATE, { input: { name: "From urql" } }).toPromise();
const invalid = await client.mutation(CREATE, { input: { name: "" } }).toPromise();
const partial = await client.query(gql`{ viewer { role } auditEvents { totalCount } }`, {}).toPromise();
const long = await client.query(LIST, { query: "€".repeat(256) }).toPromise();
const stranger = await createClient("ogt_wrong").query(gql`{ viewer { role } }`, {}).toPromise();

console.log(
  JSON.stringify({
    names,
    created: created.data?.createOAuthApplication,
    invalid: codesOf(invalid),
    partial: { data: partial.data, codes: codesOf(partial) },
    long: long.data?.oauthApplications.edges,
    stranger: { status: stranger.error?.response?.status, codes: codesOf(stranger) },
    methods,
  }),
);

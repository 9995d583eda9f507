// A front-end developer's program: knows the schema and Apollo Client 4, nothing of this repository.
// Arguments: the gateway's URL and a DEVELOPER's token. Prints what it saw as JSON.
import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { relayStylePagination } from "@apollo/client/utilities";

const [url, token] = process.argv.slice(2);
let requests = 0;

function createClient(bearer) {
  return new ApolloClient({
    link: new HttpLink({
      uri: `${url}/graphql`,
      headers: { authorization: `Bearer ${bearer}` },
      fetch: (...request) => {
        requests += 1;
        return fetch(...request);
      },
    }),
    cache: new InMemoryCache({
      typePolicies: { Query: { fields: { oauthApplications: relayStylePagination(["filter", "orderBy"]) } } },
    }),
  });
}

const client = createClient(token);

const LIST = gql`
  query Applications($first: Int, $after: String) {
    oauthApplications(first: $first, after: $after, orderBy: { field: NAME, direction: ASC }) {
      totalCount
      edges { cursor node { id name } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`;

const CREATE = gql`
  mutation Create($input: CreateOAuthApplicationInput!) {
    createOAuthApplication(input: $input) {
      clientSecret
      oauthApplication { id clientId name version hasRotatedSecret }
    }
  }
`;

const ROTATE = gql`
  mutation Rotate($input: RotateSecretInput!) {
    rotateSecret(input: $input) {
      clientSecret
      previousSecret { id status }
      oauthApplication { id version hasRotatedSecret }
    }
  }
`;

async function pageThrough() {
  const list = client.watchQuery({ query: LIST, variables: { first: 20 } });
  const firstPage = new Promise((resolve) => {
    list.subscribe(({ data, dataState }) => dataState === "complete" && resolve(data));
  });
  const sizes = [];
  for (let data = await firstPage; ; ) {
    const merged = client.readQuery({ query: LIST, variables: { first: 20 } }).oauthApplications;
    sizes.push(merged.edges.length);
    const { hasNextPage, endCursor } = data.oauthApplications.pageInfo;
    if (!hasNextPage) {
      list.stop();
      return { totalCount: merged.totalCount, sizes, names: merged.edges.map(({ node }) => node.name), requests };
    }
    ({ data } = await list.fetchMore({ variables: { after: endCursor } }));
  }
}

/** What a form or a toast would show of a failed operation. */
async function failureOf(operation) {
  try {
    await operation;
    return null;
  } catch (error) {
    if (CombinedGraphQLErrors.is(error)) {
      return error.errors.map(({ path, extensions: { code, field, limit } }) => ({ path, code, field, limit }));
    }
    throw error;
  }
}

async function createAndRotate() {
  const { data } = await client.mutate({ mutation: CREATE, variables: { input: { name: "From Apollo Client" } } });
  const { oauthApplication, clientSecret } = data.createOAuthApplication;
  const rotate = (input) =>
    client.mutate({ mutation: ROTATE, variables: { input: { oauthApplicationId: oauthApplication.id, ...input } } });
  const rotated = await rotate({ expectedVersion: oauthApplication.version });
  return {
    created: { ...oauthApplication, clientSecret },
    rotated: rotated.data.rotateSecret,
    // The mutation's answer has updated the normalized cache, without a refetch.
    cached: client.readFragment({
      id: client.cache.identify(oauthApplication),
      fragment: gql`fragment State on OAuthApplication { version hasRotatedSecret }`,
    }),
    third: await failureOf(rotate({})),
    stale: await failureOf(rotate({ previousSecret: "REVOKE", expectedVersion: oauthApplication.version })),
  };
}

const paging = await pageThrough();
const rotation = await createAndRotate();
const invalid = await failureOf(client.mutate({ mutation: CREATE, variables: { input: { name: "" } } }));
const unknownType = await failureOf(client.mutate({ mutation: CREATE, variables: { input: { name: 1 } } }));
const partial = await client.query({
  query: gql`{ viewer { role } auditEvents { totalCount } }`,
  errorPolicy: "all",
});
const unauthenticated = await failureOf(createClient("ogt_wrong").query({ query: gql`{ viewer { role } }` }));
client.stop();

console.log(
  JSON.stringify({
    paging,
    ...rotation,
    invalid,
    unknownType,
    partial: { data: partial.data, codes: partial.error.errors.map(({ extensions }) => extensions.code) },
    unauthenticated,
  }),
);

/** A body posted to `/graphql`. */
interface Misplaced {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string;
}

const NEVER = "app_0000000000000000000000";

/** Places where a secret does not belong, and where people put it by mistake. */
export const MISPLACED: Record<string, (secret: string) => Misplaced> = {
  "a variable of the type Int": (secret) => ({
    query: "query ($first: Int) { oauthApplications(first: $first) { totalCount } }",
    variables: { first: secret },
  }),
  "a variable of the type Boolean": (secret) => ({
    query: "query ($filter: OAuthApplicationFilter) { oauthApplications(filter: $filter) { totalCount } }",
    variables: { filter: { public: secret } },
  }),
  "a variable of the type DateTime": (secret) => ({
    query: "query ($filter: OAuthApplicationFilter) { oauthApplications(filter: $filter) { totalCount } }",
    variables: { filter: { secretCreatedBefore: secret } },
  }),
  "a variable that is an input": (secret) => ({
    query: "mutation ($input: RotateSecretInput!) { rotateSecret(input: $input) { clientSecret } }",
    variables: { input: secret },
  }),
  "a variable that is a list of something else": (secret) => ({
    query: "mutation ($input: CreateOAuthApplicationInput!) { createOAuthApplication(input: $input) { clientSecret } }",
    variables: { input: { name: "x", grantTypes: [secret] } },
  }),
  "an enum variable": (secret) => ({
    query: "mutation ($input: RotateSecretInput!) { rotateSecret(input: $input) { clientSecret } }",
    variables: { input: { oauthApplicationId: NEVER, previousSecret: secret } },
  }),
  "an unknown field of an input variable": (secret) => ({
    query: "mutation ($input: RotateSecretInput!) { rotateSecret(input: $input) { clientSecret } }",
    variables: { input: { oauthApplicationId: NEVER, [secret]: secret } },
  }),
  "an enum literal": (secret) => ({
    query: `mutation { rotateSecret(input: { oauthApplicationId: "${NEVER}", previousSecret: ${secret} }) { clientSecret } }`,
  }),
  "an enum's literal text": (secret) => ({
    query: `mutation { rotateSecret(input: { oauthApplicationId: "${NEVER}", previousSecret: "${secret}" }) { clientSecret } }`,
  }),
  "an identifier without quotes": (secret) => ({
    query: `mutation { rotateSecret(input: { oauthApplicationId: ${secret} }) { clientSecret } }`,
  }),
  "a number's literal": (secret) => ({ query: `{ oauthApplications(first: "${secret}") { totalCount } }` }),
  "a number without quotes": (secret) => ({ query: `{ oauthApplications(first: ${secret}) { totalCount } }` }),
  "a flag without quotes": (secret) => ({
    query: `{ oauthApplications(filter: { public: ${secret} }) { totalCount } }`,
  }),
  "a moment's literal": (secret) => ({
    query: `{ oauthApplications(filter: { secretCreatedBefore: "${secret}" }) { totalCount } }`,
  }),
  "a moment without quotes": (secret) => ({
    query: `{ oauthApplications(filter: { secretCreatedBefore: ${secret} }) { totalCount } }`,
  }),
  "an input's literal": (secret) => ({ query: `mutation { rotateSecret(input: "${secret}") { clientSecret } }` }),
  "an input without quotes": (secret) => ({ query: `mutation { rotateSecret(input: ${secret}) { clientSecret } }` }),
  "a name that is too long": (secret) => ({
    query: "mutation ($name: String!) { createOAuthApplication(input: { name: $name }) { clientSecret } }",
    variables: { name: secret.repeat(6) },
  }),
  "a redirect URI": (secret) => ({
    query:
      'mutation ($uris: [String!]) { createOAuthApplication(input: { name: "x", redirectUris: $uris }) { clientSecret } }',
    variables: { uris: [secret] },
  }),
  "a cursor": (secret) => ({
    query: "query ($after: String) { oauthApplications(after: $after) { totalCount } }",
    variables: { after: secret },
  }),
  "a cursor of another order": (secret) => ({
    query: `{ oauthApplications(after: "${secret}", orderBy: { field: NAME, direction: ASC }) { totalCount } }`,
  }),
  "an identifier": (secret) => ({
    query: "query ($id: ID!) { node(id: $id) { id } oauthApplication(id: $id) { id } }",
    variables: { id: secret },
  }),
  "the identifier of a mutation": (secret) => ({
    query: `mutation { rotateSecret(input: { oauthApplicationId: "${secret}" }) { clientSecret } }`,
  }),
  "a client id": (secret) => ({ query: `{ oauthApplication(clientId: "${secret}") { id } }` }),
  "a field's name": (secret) => ({ query: `{ viewer { ${secret} } }` }),
  "an argument's name": (secret) => ({ query: `{ oauthApplications(${secret}: 1) { totalCount } }` }),
  "an input field's name": (secret) => ({
    query: `{ oauthApplications(filter: { ${secret}: true }) { totalCount } }`,
  }),
  "a fragment's name": (secret) => ({ query: `{ viewer { ...${secret} } }` }),
  "a type's name": (secret) => ({ query: `{ viewer { ... on ${secret} { id } } }` }),
  "a directive's name": (secret) => ({ query: `{ viewer @${secret} { role } }` }),
  "a variable's name": (secret) => ({ query: `{ node(id: $${secret}) { id } }` }),
  "a syntax error": (secret) => ({ query: `{ viewer { role } } ${secret}` }),
  "a syntax error of text": (secret) => ({ query: `{ viewer { role } "${secret}" }` }),
  "text without an end": (secret) => ({ query: `{ node(id: "${secret}) { id } }` }),
  "text in single quotes": (secret) => ({ query: `{ node(id: '${secret}') { id } }` }),
  "the operation's name": (secret) => ({ query: "query Known { viewer { role } }", operationName: secret }),
};

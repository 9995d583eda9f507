import { type Answer, GraphqlClient } from "../gateway/graphql-client.js";

/** The fields of an API token. */
export const TOKEN = "id name role permissions hint expiresAt revokedAt createdAt createdBy { id kind name }";

export function createApiToken(issuer: GraphqlClient, input: Record<string, unknown>): Promise<Answer> {
  return issuer.send(
    `mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { token apiToken { ${TOKEN} } } }`,
    { input: { name: "Test", role: "VIEWER", ...input } },
  );
}

/** Issues an API token, with the role VIEWER unless `input` says otherwise. Answers it with a client that sends it. */
export async function issueApiToken(issuer: GraphqlClient, input: Record<string, unknown> = {}) {
  const { data, errors } = await createApiToken(issuer, input);
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  const { token, apiToken } = data.createApiToken;
  return { client: new GraphqlClient(issuer.url, token), token, id: apiToken.id, apiToken };
}

export function revokeApiToken(client: GraphqlClient, apiTokenId: string): Promise<Answer> {
  return client.send(
    "mutation ($input: RevokeApiTokenInput!) { revokeApiToken(input: $input) { apiToken { id revokedAt } } }",
    { input: { apiTokenId } },
  );
}

/** Whether the gateway accepts a client's token; throws for any answer but success and 401. */
export async function works(client: GraphqlClient): Promise<boolean> {
  const { status, errors, text } = await client.send("{ viewer { actor { id } } }");
  if (status === 200 && errors.length === 0) return true;
  if (status === 401 && errors[0]?.extensions.code === "UNAUTHENTICATED") return false;
  throw new Error(`HTTP ${status}: ${text}`);
}

import { type Answer, GraphqlClient } from "../gateway/graphql-client.js";
import { patiently } from "../gateway/patience.js";

const ISSUE = 'mutation { createApiToken(input: { name: "Spawned", role: ADMIN }) { token apiToken { id } } }';
const REVOKE = "mutation ($id: ID!) { revokeApiToken(input: { apiTokenId: $id }) { apiToken { id } } }";

export interface SpawnedToken {
  id: string;
  token: string;
}

/**
 * Issues `count` API tokens at once, named "Spawned"; `then` may go on with each as soon as it is there. Answers all
 * that were issued, in all generations; throws for a refusal that does not come from a revoked issuer.
 */
export async function spawnTokens(
  issuer: GraphqlClient,
  count: number,
  then: (client: GraphqlClient) => Promise<SpawnedToken[]> = async () => [],
): Promise<SpawnedToken[]> {
  const families = await Promise.all(
    Array.from({ length: count }, async () => {
      const { data, errors, text } = await patiently(() => issuer.send(ISSUE));
      if (errors.length > 0) {
        if (errors[0]?.extensions.code !== "UNAUTHENTICATED") throw new Error(text);
        return [];
      }
      const { token, apiToken } = data.createApiToken;
      return [{ id: apiToken.id, token }, ...(await then(new GraphqlClient(issuer.url, token)))];
    }),
  );
  return families.flat();
}

export function revokeToken(client: GraphqlClient, id: string): Promise<Answer> {
  return patiently(() => client.send(REVOKE, { id }));
}

import { useApolloClient } from "@apollo/client/react";
import { gatewayErrors, isInDoubt } from "./gateway-errors.js";
import { graphql } from "./gql/index.js";
import { remove } from "./lists.js";

const APPLICATION = graphql(`
  query Application($id: ID!) { oauthApplication(id: $id) { id ...ApplicationRow_application } }
`);

/** After a change that failed: takes an application off that is gone, and asks for it anew when the change may have been done. */
export function useLookAgain(id: string): (answer: Promise<{ error?: unknown }>) => Promise<void> {
  const client = useApolloClient();
  return async (answer) => {
    const { error } = await answer;
    const errors = error ? gatewayErrors(error) : [];
    // One without a path is of the URL.
    if (errors.some(({ code, path }) => code === "NOT_FOUND" && path)) remove(client.cache, id);
    if (!errors.some(isInDoubt)) return;
    await client.query({ query: APPLICATION, variables: { id }, fetchPolicy: "network-only", errorPolicy: "all" });
  };
}

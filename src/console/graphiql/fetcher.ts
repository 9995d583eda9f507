import type { Fetcher } from "@graphiql/toolkit";
import type { SignedIn } from "../session/session-state.js";
import { VIEWER } from "../session/viewer.js";

/** Sends what is typed as it is, with the credential of the session, and shows the gateway's answer as it came. */
export function createFetcher({ asking, client }: SignedIn): Fetcher {
  return async ({ query, variables, operationName }) => {
    const { token, organization } = asking.credential;
    const answer = await fetch("/graphql", {
      method: "POST",
      headers: {
        accept: "application/graphql-response+json, application/json",
        "content-type": "application/json",
        authorization: `Bearer ${token}`,
        ...(organization && { "x-organization": organization }),
      },
      credentials: "omit",
      body: JSON.stringify({ query, variables, operationName }),
    });
    // The session hears of a token that has ended by its own client.
    if (answer.status === 401) void client.query({ query: VIEWER, fetchPolicy: "network-only", errorPolicy: "all" });
    return await answer.json();
  };
}

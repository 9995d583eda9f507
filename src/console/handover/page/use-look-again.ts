import { useApolloClient } from "@apollo/client/react";
import { moveClock } from "../../parts/clock.js";
import { useMay } from "../../session/viewer-context.js";
import { HANDOVER_NOW } from "./handover-fragment.js";

/** Asks how an application stands now; whoever shows it sees the answer. Gives what went wrong. */
export function useLookAgain(id: string): () => Promise<unknown> {
  const client = useApolloClient();
  const withSecrets = useMay("SECRET_READ");
  return async () => {
    const { error } = await client.query({
      query: HANDOVER_NOW,
      variables: { id, withSecrets },
      fetchPolicy: "network-only",
      errorPolicy: "all",
    });
    moveClock();
    return error;
  };
}

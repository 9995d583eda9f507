import { useApolloClient } from "@apollo/client/react";
import { questionOf } from "../../api/answer-times.js";
import { moveClock } from "../../parts/clock.js";
import { useAnsweredAt } from "../../parts/use-answered-at.js";
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

/** When it was answered last how an application stands, in milliseconds. */
export function useLookedAt(id: string): number | undefined {
  return useAnsweredAt(questionOf("HandoverNow", { id, withSecrets: useMay("SECRET_READ") }));
}

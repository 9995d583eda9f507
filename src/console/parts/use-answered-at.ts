import { useApolloClient } from "@apollo/client/react";
import { useSyncExternalStore } from "react";
import { answerTimes } from "../api/answer-times.js";

/** When a question (`questionOf`) was answered last, in milliseconds; undefined before. */
export function useAnsweredAt(question: string): number | undefined {
  const times = answerTimes(useApolloClient());
  return useSyncExternalStore(times.subscribe, () => times.at(question));
}

import type { OperationVariables, TypedDocumentNode } from "@apollo/client";
import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { gatewayErrors, isInDoubt } from "../../api/gateway-errors.js";
import { useMay } from "../../session/viewer-context.js";
import type { Handover } from "../page/handover.js";
import { useLookAgain } from "../page/use-look-again.js";

export interface Ending<Input> {
  /** Sends it, and gives whether it was done. */
  send: (input: Omit<Input, "oauthApplicationId" | "expectedVersion">) => Promise<boolean>;
  busy: boolean;
  error: unknown;
  /** It was refused because somebody may be locked out: to go on is a second, deliberate step. */
  wouldLockOut: boolean;
}

/**
 * A step of the handover whose answer has no secret. What was refused or got lost is looked at anew. It is about the
 * application as it was when the dialog was opened: the page behind goes on, and may show another rotation by then.
 */
export function useEnding<Input extends { oauthApplicationId: string; expectedVersion?: number | null }>(
  mutation: TypedDocumentNode<unknown, { input: Input; withSecrets: boolean } & OperationVariables>,
  { id: oauthApplicationId, version }: Handover,
): Ending<Input> {
  const [expectedVersion] = useState(version);
  const withSecrets = useMay("SECRET_READ");
  const lookAgain = useLookAgain(oauthApplicationId);
  const [run, { error, loading }] = useMutation(mutation as TypedDocumentNode<unknown, OperationVariables>);
  const told = error ? gatewayErrors(error) : [];
  return {
    send: async (input) => {
      const answer = await run({
        variables: { input: { ...input, oauthApplicationId, expectedVersion }, withSecrets },
      });
      const errors = answer.error ? gatewayErrors(answer.error) : [];
      const isRefused = errors.some(({ path = [] }) => path.length === 1);
      if (isRefused || errors.some(isInDoubt)) await lookAgain();
      return Boolean(answer.data) && !isRefused && errors.every(({ path = [] }) => path.length > 1);
    },
    busy: loading,
    error,
    wouldLockOut: told.some((one) => one.code === "CONFLICT" && /\bforce\b/.test(one.message)),
  };
}

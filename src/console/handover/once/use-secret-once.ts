import type { DocumentNode, OperationVariables, TypedDocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { useRef, useState } from "react";
import { gatewayErrors, isInDoubt } from "../../api/gateway-errors.js";
import { SecretDialog } from "./secret-dialog.js";
import { putOnScreen, type ShownSecret } from "./shown-secrets.js";

export interface SecretOnce<Data, Variables> {
  /**
   * Asks for the change, and shows the secret of its answer. After no answer, the same again gets that one: by the same
   * idempotency key. What `secretOf` makes of it is all that is kept; the answer
   * passes no cache, so whoever wants to see what has changed asks for it again.
   */
  issue: (variables: Variables, secretOf: (data: Data) => ShownSecret | null) => Promise<{ error?: unknown }>;
  busy: boolean;
  /** What went wrong with the last one. */
  error: unknown;
  /** Forgets what went wrong. */
  reset: () => void;
}

/** For every change whose answer has a secret: creating an application, rotating, issuing an API token. */
export function useSecretOnce<Data, Variables extends OperationVariables & { input: object }>(
  mutation: TypedDocumentNode<Data, Variables>,
): SecretOnce<Data, Variables> {
  const client = useApolloClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const isSending = useRef(false);
  /** The last change of which no answer came. */
  const unanswered = useRef<{ asked: string; idempotencyKey: string }>(undefined);
  const issue: SecretOnce<Data, Variables>["issue"] = async (variables, secretOf) => {
    // A second click within the same moment would issue a second secret.
    if (isSending.current) return {};
    isSending.current = true;
    setBusy(true);
    setError(undefined);
    const asked = JSON.stringify(variables);
    const { idempotencyKey } = unanswered.current?.asked === asked ? unanswered.current : { idempotencyKey: newKey() };
    unanswered.current = { asked, idempotencyKey };
    // With the client's error policy it never throws: what fails stands beside the data.
    const answer = await client.mutate({
      mutation: mutation as DocumentNode,
      variables: { ...variables, input: { ...variables.input, idempotencyKey } } as OperationVariables,
      fetchPolicy: "no-cache",
    });
    isSending.current = false;
    setBusy(false);
    const { data, error: failure } = answer as { data?: Data | null; error?: unknown };
    if (!failure || !gatewayErrors(failure).some(isInDoubt)) unanswered.current = undefined;
    const secret = data ? secretOf(data) : null;
    if (secret) putOnScreen(secret, SecretDialog);
    // Beside a secret the rest of the answer has failed at most: the change is done.
    const told = secret ? undefined : failure;
    setError(told);
    return { error: told };
  };
  return { issue, busy, error, reset: () => setError(undefined) };
}

/** 128 random bits. Not `randomUUID`, which pages have over https and on the host itself only. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

import type { DocumentNode, OperationVariables, TypedDocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { useRef, useState } from "react";
import { SecretDialog } from "./secret-dialog.js";
import { putOnScreen, type ShownSecret } from "./shown-secrets.js";

export interface SecretOnce<Data, Variables> {
  /**
   * Asks for the change, and shows the secret of its answer. What `secretOf` makes of it is all that is kept; the answer
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
export function useSecretOnce<Data, Variables extends OperationVariables>(
  mutation: TypedDocumentNode<Data, Variables>,
): SecretOnce<Data, Variables> {
  const client = useApolloClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const isSending = useRef(false);
  const issue: SecretOnce<Data, Variables>["issue"] = async (variables, secretOf) => {
    // A second click within the same moment would issue a second secret.
    if (isSending.current) return {};
    isSending.current = true;
    setBusy(true);
    setError(undefined);
    // With the client's error policy it never throws: what fails stands beside the data.
    const answer = await client.mutate({ mutation: mutation as DocumentNode, variables, fetchPolicy: "no-cache" });
    isSending.current = false;
    setBusy(false);
    const { data, error: failure } = answer as { data?: Data | null; error?: unknown };
    const secret = data ? secretOf(data) : null;
    if (secret) putOnScreen(secret, SecretDialog);
    // Beside a secret the rest of the answer has failed at most: the change is done.
    const told = secret ? undefined : failure;
    setError(told);
    return { error: told };
  };
  return { issue, busy, error, reset: () => setError(undefined) };
}

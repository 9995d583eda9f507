import { useMutation } from "@apollo/client/react";
import { graphql } from "../api/gql/index.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { FailureNotice } from "../parts/failure-notice.js";
import { useTell } from "../parts/toasts.js";
import { API_TOKENS } from "./tokens-query.js";

const REVOKE_API_TOKEN = graphql(`
  mutation RevokeApiToken($input: RevokeApiTokenInput!) {
    revokeApiToken(input: $input) { apiToken { id revokedAt } }
  }
`);

export interface RevokeTokenProps {
  apiToken: { id: string; name: string; hint: string };
  /** The page itself asks with it. */
  isOwn: boolean;
  onClose: () => void;
}

export function RevokeToken({ apiToken, isOwn, onClose }: RevokeTokenProps) {
  // What was issued with it has ended, too: the list is asked for again.
  const [revoke, { loading, error }] = useMutation(REVOKE_API_TOKEN, { refetchQueries: isOwn ? [] : [API_TOKENS] });
  const tell = useTell();
  const submit = async () => {
    const answer = await revoke({ variables: { input: { apiTokenId: apiToken.id } } });
    if (answer.error) return;
    tell(`${apiToken.name} does not work any more.`);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={
        <>
          Revoke <bdi>{apiToken.name}</bdi>
        </>
      }
      description="It stops at once, and with it every API token that was issued with it. Whoever uses one of them is refused from then on."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="danger" busy={loading} onClick={submit}>
            Revoke the token
          </Button>
        </>
      }
    >
      <p>
        Its hint is <code>{apiToken.hint}</code>.
      </p>
      {isOwn && <p>You are signed in with this very token: the page asks you to sign in again.</p>}
      <FailureNotice errors={[error]} />
    </Dialog>
  );
}

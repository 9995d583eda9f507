import { useMutation } from "@apollo/client/react";
import type { MemberKind, Role } from "../api/gql/graphql.js";
import { graphql } from "../api/gql/index.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { FailureNotice } from "../parts/failure-notice.js";
import { useTell } from "../parts/toasts.js";
import { useSession } from "../session/session-context.js";
import { MEMBERS } from "./members-query.js";

const REMOVE_MEMBER = graphql(`
  mutation RemoveMember($input: RemoveMemberInput!) {
    removeMember(input: $input) { removedId }
  }
`);

export interface RemoveMemberProps {
  member: { id: string; name: string; role: Role; kind: MemberKind; pending: boolean };
  /** It is the visitor who leaves. */
  isSelf: boolean;
  onClose: () => void;
  /** Called with its id when it is done. */
  onRemoved?: (id: string) => void;
}

export function RemoveMember({ member, isSelf, onClose, onRemoved }: RemoveMemberProps) {
  const session = useSession();
  const tell = useTell();
  const [remove, { loading, error }] = useMutation(REMOVE_MEMBER, { refetchQueries: isSelf ? [] : [MEMBERS] });
  const submit = async () => {
    const answer = await remove({ variables: { input: { memberId: member.id } } });
    if (answer.error) return;
    onClose();
    onRemoved?.(member.id);
    if (isSelf) session.signOut();
    else tell(`${member.name} is no member any more.`);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={
        isSelf ? (
          "Leave the organization"
        ) : (
          <>
            Remove <bdi>{member.name}</bdi>
          </>
        )
      }
      description={endsWhat(member, isSelf)}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="danger" busy={loading} onClick={submit}>
            {isSelf ? "Leave the organization" : "Remove the member"}
          </Button>
        </>
      }
    >
      {member.role === "OWNER" && !member.pending && (
        <p>An organization keeps one owner at least who can act: the last one cannot be removed.</p>
      )}
      <FailureNotice errors={[error]} />
    </Dialog>
  );
}

function endsWhat({ kind, pending }: RemoveMemberProps["member"], isSelf: boolean): string {
  if (isSelf) return "Your access ends at once, and every API token that you issued is revoked. You are signed out.";
  if (pending) return "Whoever signs in with this e-mail address does not become a member.";
  const also =
    kind === "APPLICATION"
      ? "its access tokens for the gateway, and every API token that it issued. The application itself stays"
      : "every API token that this member issued";
  return `Access ends at once, and with it ${also}.`;
}

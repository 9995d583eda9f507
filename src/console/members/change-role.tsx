import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import type { Role } from "../api/gql/graphql.js";
import { graphql } from "../api/gql/index.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { FailureNotice } from "../parts/failure-notice.js";
import { RoleField } from "../parts/role-field.js";
import { isWithin } from "../parts/roles.js";
import { useTell } from "../parts/toasts.js";

const UPDATE_MEMBER = graphql(`
  mutation UpdateMember($input: UpdateMemberInput!) {
    updateMember(input: $input) { member { id role } }
  }
`);

export interface ChangeRoleProps {
  member: { id: string; name: string; role: Role; pending: boolean };
  onClose: () => void;
}

export function ChangeRole({ member, onClose }: ChangeRoleProps) {
  const [role, setRole] = useState(member.role);
  const [update, { loading, error }] = useMutation(UPDATE_MEMBER);
  const tell = useTell();
  const isLower = role !== member.role && isWithin(role, member.role);
  const submit = async () => {
    const answer = await update({ variables: { input: { memberId: member.id, role } } });
    if (answer.error) return;
    tell(`${member.name} is ${role} now.`);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={
        <>
          The role of <bdi>{member.name}</bdi>
        </>
      }
      description="It counts from the next request on."
      actions={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button tone="go" busy={loading} disabled={role === member.role} onClick={submit}>
            Change the role
          </Button>
        </>
      }
    >
      <RoleField value={role} onChange={setRole} />
      {isLower && !member.pending && <p>With the lower role every API token that this member issued is revoked.</p>}
      {isLower && member.role === "OWNER" && (
        <p>An organization keeps one owner at least who can act: the last one cannot be lowered.</p>
      )}
      <FailureNotice errors={[error]} />
    </Dialog>
  );
}

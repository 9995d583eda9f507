import type { MembersQuery } from "../api/gql/graphql.js";
import { Button } from "../parts/button.js";
import { EmptyState } from "../parts/empty-state.js";
import { EndlessRows } from "../parts/endless-rows.js";
import { usePages } from "../parts/use-pages.js";
import { useMay } from "../session/viewer-context.js";
import { CHANGING_MEMBER, MemberRow } from "./member-row.js";
import { MEMBERS, PAGE_SIZE } from "./members-query.js";

const membersIn = ({ members }: MembersQuery) => members;

export function MemberList({ add }: { add: () => void }) {
  const asked = usePages({
    document: MEMBERS,
    listIn: membersIn,
    variables: { first: PAGE_SIZE },
    changing: CHANGING_MEMBER,
  });
  const mayAdd = useMay("MEMBER_WRITE");
  return (
    <EndlessRows
      label="Members"
      asked={asked}
      row={(node) => <MemberRow member={node} onRemoved={asked.drop} />}
      empty={
        <EmptyState
          title="Nobody is a member yet"
          action={mayAdd && <Button onClick={add}>Add the first member</Button>}
        >
          Until now API tokens alone have done everything here. A member signs in as themselves, so the audit log says
          who did what.
        </EmptyState>
      }
    />
  );
}

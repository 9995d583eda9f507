import { useSuspenseQuery } from "@apollo/client/react";
import { Button } from "../parts/button.js";
import { EmptyState } from "../parts/empty-state.js";
import { EndlessRows } from "../parts/endless-rows.js";
import { FailureNotice } from "../parts/failure-notice.js";
import { useMay } from "../session/viewer-context.js";
import { MemberRow } from "./member-row.js";
import { MEMBERS } from "./members-query.js";

export function MemberList({ add }: { add: () => void }) {
  const { data, error, fetchMore } = useSuspenseQuery(MEMBERS, {
    variables: { first: 50 },
    fetchPolicy: "cache-and-network",
  });
  const mayAdd = useMay("MEMBER_WRITE");
  if (!data?.members) return <FailureNotice errors={[error]} asked="read" />;
  const nodes = (data.members.edges ?? []).flatMap(({ node }) => node ?? []);
  if (nodes.length === 0) {
    return (
      <EmptyState title="Nobody is a member yet" action={mayAdd && <Button onClick={add}>Add the first member</Button>}>
        Until now API tokens alone have done everything here. A member signs in as themselves, so the audit log says who
        did what.
      </EmptyState>
    );
  }
  return (
    <EndlessRows
      label="Members"
      nodes={nodes}
      row={(node) => <MemberRow member={node} />}
      pageInfo={data.members.pageInfo}
      fetchMore={fetchMore}
    />
  );
}

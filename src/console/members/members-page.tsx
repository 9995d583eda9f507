import { useState } from "react";
import { Boundary } from "../parts/boundary.js";
import { Button } from "../parts/button.js";
import { Card } from "../parts/card.js";
import { Forbidden } from "../parts/forbidden.js";
import { ListSkeletons } from "../parts/list-skeletons.js";
import { Page } from "../parts/page.js";
import { May, useMay } from "../session/viewer-context.js";
import { AddMember } from "./add-member.js";
import { MemberList } from "./member-list.js";

/** Who belongs to the organization, and as what. */
export function MembersPage() {
  const maySee = useMay("MEMBER_READ");
  const [isAdding, setAdding] = useState(false);
  return (
    <Page
      title="Members"
      note="Who may do what in the organization: people, and applications as service accounts."
      actions={
        <May permission="MEMBER_WRITE">
          <Button tone="go" onClick={() => setAdding(true)}>
            Add a member
          </Button>
        </May>
      }
    >
      <Card>
        {maySee ? (
          <Boundary waiting={<ListSkeletons label="The members are loading" />}>
            <MemberList add={() => setAdding(true)} />
          </Boundary>
        ) : (
          <Forbidden what="Members" permission="MEMBER_READ" />
        )}
      </Card>
      {isAdding && <AddMember onClose={() => setAdding(false)} />}
    </Page>
  );
}

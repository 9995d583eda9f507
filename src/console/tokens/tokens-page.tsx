import { useState } from "react";
import { Boundary } from "../parts/boundary.js";
import { Button } from "../parts/button.js";
import { Card } from "../parts/card.js";
import { Forbidden } from "../parts/forbidden.js";
import { ListSkeletons } from "../parts/list-skeletons.js";
import { Page } from "../parts/page.js";
import { May, useMay } from "../session/viewer-context.js";
import { IssueToken } from "./issue-token.js";
import { TokenList } from "./token-list.js";

/** The tokens with which scripts and people ask the gateway. */
export function TokensPage() {
  const maySee = useMay("MEMBER_READ");
  const [isIssuing, setIssuing] = useState(false);
  return (
    <Page
      title="API tokens"
      note="With what scripts and people ask the gateway. A token is shown once, when it is issued; what stands here is its hint. When it was last used is not kept; what was done with it is in the audit log."
      actions={
        <May permission="TOKEN_WRITE">
          <Button tone="go" onClick={() => setIssuing(true)}>
            Issue a token
          </Button>
        </May>
      }
    >
      <Card>
        {maySee ? (
          <Boundary waiting={<ListSkeletons label="The tokens are loading" />}>
            <TokenList issue={() => setIssuing(true)} />
          </Boundary>
        ) : (
          <Forbidden what="API tokens" permission="MEMBER_READ" />
        )}
      </Card>
      {isIssuing && <IssueToken onClose={() => setIssuing(false)} />}
    </Page>
  );
}

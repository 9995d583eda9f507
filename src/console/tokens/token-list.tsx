import { useSuspenseQuery } from "@apollo/client/react";
import { Button } from "../parts/button.js";
import { EmptyState } from "../parts/empty-state.js";
import { EndlessRows } from "../parts/endless-rows.js";
import { FailureNotice } from "../parts/failure-notice.js";
import { useMay } from "../session/viewer-context.js";
import { TokenRow } from "./token-row.js";
import { API_TOKENS } from "./tokens-query.js";

export function TokenList({ issue }: { issue: () => void }) {
  const { data, error, fetchMore } = useSuspenseQuery(API_TOKENS, {
    variables: { first: 50 },
    fetchPolicy: "cache-and-network",
  });
  const mayIssue = useMay("TOKEN_WRITE");
  if (!data?.apiTokens) return <FailureNotice errors={[error]} asked="read" />;
  const nodes = (data.apiTokens.edges ?? []).flatMap(({ node }) => node ?? []);
  if (nodes.length === 0) {
    return (
      <EmptyState
        title="No API token was issued yet"
        action={mayIssue && <Button onClick={issue}>Issue the first token</Button>}
      >
        A script or a pipeline asks the gateway with a token of its own. Give each as few rights and as short a life as
        it needs.
      </EmptyState>
    );
  }
  return (
    <EndlessRows
      label="API tokens"
      nodes={nodes}
      row={(node) => <TokenRow apiToken={node} />}
      pageInfo={data.apiTokens.pageInfo}
      fetchMore={fetchMore}
    />
  );
}

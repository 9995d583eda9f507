import type { ApiTokensQuery } from "../api/gql/graphql.js";
import { Button } from "../parts/button.js";
import { EmptyState } from "../parts/empty-state.js";
import { EndlessRows } from "../parts/endless-rows.js";
import { usePages } from "../parts/use-pages.js";
import { useMay } from "../session/viewer-context.js";
import { CHANGING_TOKEN, TokenRow } from "./token-row.js";
import { API_TOKENS, PAGE_SIZE } from "./tokens-query.js";

const apiTokensIn = ({ apiTokens }: ApiTokensQuery) => apiTokens;

export function TokenList({ issue }: { issue: () => void }) {
  const asked = usePages({
    document: API_TOKENS,
    listIn: apiTokensIn,
    variables: { first: PAGE_SIZE },
    changing: CHANGING_TOKEN,
  });
  const mayIssue = useMay("TOKEN_WRITE");
  return (
    <EndlessRows
      label="API tokens"
      asked={asked}
      row={(node) => <TokenRow apiToken={node} />}
      empty={
        <EmptyState
          title="No API token was issued yet"
          action={mayIssue && <Button onClick={issue}>Issue the first token</Button>}
        >
          A script or a pipeline asks the gateway with a token of its own. Give each as few rights and as short a life
          as it needs.
        </EmptyState>
      }
    />
  );
}

import { Page } from "../parts/page.js";

export function TokensPage() {
  return (
    <Page title="API tokens" note="The tokens that scripts and people use to ask the gateway.">
      {null}
    </Page>
  );
}

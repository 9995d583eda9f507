import { EmptyState } from "../parts/empty-state.js";
import { LinkButton } from "../parts/link-button.js";
import { Page } from "../parts/page.js";

export function NotFoundPage() {
  return (
    <Page title="No such page">
      <EmptyState
        title="There is nothing at this address"
        action={<LinkButton href="/applications">Applications</LinkButton>}
      >
        It may have been moved, or the address is misspelt.
      </EmptyState>
    </Page>
  );
}

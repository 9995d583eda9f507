import { Page } from "../parts/page.js";

export function MembersPage() {
  return (
    <Page title="Members" note="Who may do what in the organization, people and service accounts.">
      {null}
    </Page>
  );
}

import { Page } from "../parts/page.js";

export function AuditPage() {
  return (
    <Page title="Audit log" note="What was done in the organization, newest first.">
      {null}
    </Page>
  );
}

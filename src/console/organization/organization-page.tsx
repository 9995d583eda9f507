import { Page } from "../parts/page.js";

export function OrganizationPage() {
  return (
    <Page title="Organization" note="The settings of the organization.">
      {null}
    </Page>
  );
}
